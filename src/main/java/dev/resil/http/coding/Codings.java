package dev.resil.http.coding;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Decodes the body of a response (RFC 9110, 8.4). The code of a coding is loaded when needed. */
public final class Codings {
  /** The value of Accept-Encoding; curl's. */
  public static final String ACCEPTED = "deflate, gzip, br, zstd";

  /** The most codings of a body; curl's. */
  private static final int MOST = 5;

  private Codings() {}

  /**
   * The decoded body.
   *
   * @param fields the values of Content-Encoding, in the order in which the codings were applied
   * @param limit the most bytes, empty for a limit of the ratio
   * @throws UnacceptableBodyException if a coding is not understood
   */
  public static InputStream decoded(InputStream body, List<String> fields, OptionalLong limit)
      throws IOException {
    List<String> names = names(fields);
    if (names.size() > MOST) {
      throw new UnacceptableBodyException("the response has more than 5 content codings");
    }
    CountedStream packed = new CountedStream(body);
    InputStream stream = packed;
    for (String name : names.reversed()) {
      stream = decoder(stream, name, packed);
    }
    return names.isEmpty() ? stream : new BoundedStream(stream, packed, limit);
  }

  /** Whether all codings are understood. */
  public static boolean understands(List<String> fields) {
    return names(fields).stream().allMatch(Codings::isKnown);
  }

  private static List<String> names(List<String> fields) {
    return fields.stream()
        .flatMap(field -> Stream.of(field.split(",", -1)))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty() && !name.equals("identity") && !name.equals("none"))
        .toList();
  }

  private static boolean isKnown(String name) {
    return switch (name) {
      case "gzip", "x-gzip", "deflate", "br", "zstd" -> true;
      default -> false;
    };
  }

  private static InputStream decoder(InputStream packed, String name, CountedStream received)
      throws IOException {
    if (!isKnown(name)) {
      String shown = name.length() > 40 ? name.substring(0, 40) + "..." : name;
      throw new UnacceptableBodyException(
          "the content coding '%s' of the response is not supported; without --compressed the"
                  .formatted(shown)
              + " body is output as it is");
    }
    PushbackInputStream peeked = new PushbackInputStream(packed, 2);
    int first = peeked.read();
    if (first < 0) {
      return InputStream.nullInputStream(); // no body at all, as in the response to a HEAD
    }
    peeked.unread(first);
    return switch (name) {
      case "br" -> new CheckedStream(new Whole(Brotli.stream(peeked), peeked), name, received);
      case "zstd" -> new CheckedStream(Zstd.stream(peeked), name, received);
      case "deflate" -> new CheckedStream(InflatedStream.ofDeflate(peeked), name, received);
      default -> new CheckedStream(InflatedStream.ofGzip(peeked), name, received);
    };
  }

  /** Brotli's decoder leaves what follows its data; nothing may follow. */
  private static final class Whole extends FilterInputStream {
    private final InputStream packed;

    Whole(InputStream decoder, InputStream packed) {
      super(decoder);
      this.packed = packed;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      if (count < 0 && packed.read() >= 0) {
        throw new IOException("more after the end");
      }
      return count;
    }
  }

  /** Keeps the library's class out of this one, so that it is loaded only if needed. */
  private static final class Brotli {
    static InputStream stream(InputStream packed) throws IOException {
      return new org.brotli.dec.BrotliInputStream(packed);
    }
  }

  private static final class Zstd {
    static InputStream stream(InputStream packed) {
      return new io.airlift.compress.zstd.ZstdInputStream(new ZstdFrames(packed));
    }
  }
}
