package dev.resil.http;

import dev.resil.http.wire.Fields;
import dev.resil.http.wire.Head;
import dev.resil.io.Copies;
import dev.resil.io.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A kept response that is too old, whose server is asked whether it is still valid (RFC 9111, 4.3).
 * It is used only for the very request that it answered.
 */
final class Revalidation {
  private static final String REQUEST = "request";
  private static final String ETAG = "etag";
  private static final String LAST_MODIFIED = "last_modified";
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7e]*\"");
  private static final int OK = 200;

  /** What the user makes conditional or partial is left alone. */
  private static final List<String> OF_THE_USER =
      List.of(
          "If-None-Match",
          "If-Modified-Since",
          "If-Match",
          "If-Unmodified-Since",
          "If-Range",
          "Range");

  /** Fields about the content of a response, which a 304 does not have. */
  private static final List<String> OF_CONTENT =
      List.of(
          "content-length",
          "content-encoding",
          "content-range",
          "transfer-encoding",
          "content-digest",
          "repr-digest");

  private final Copies.Earlier earlier;

  private Revalidation(Copies.Earlier earlier) {
    this.earlier = earlier;
  }

  /**
   * The outdated copy of the response to a request.
   *
   * @param identity a hash of all that determines the response
   */
  static Optional<Revalidation> of(RequestSpec spec, Optional<String> identity, Copies copies) {
    return isPossible(spec)
        ? identity
            .flatMap(hash ->
                copies.outdated().filter(copy -> hash.equals(copy.validators().get(REQUEST))))
            .map(Revalidation::new)
        : Optional.empty();
  }

  private static boolean isPossible(RequestSpec spec) {
    return spec.method().equals("GET")
        && spec.content().isEmpty()
        && OF_THE_USER.stream().noneMatch(spec::mentions);
  }

  /** The validators of a response, to be kept with it; empty if it cannot be revalidated. */
  static Map<String, String> validators(RequestSpec spec, String identity, Answer answer) {
    boolean direct = answer.transfer().redirects() == 0;
    Optional<ResponseHead> head =
        answer.head().filter(came -> came.status() == OK && direct && isPossible(spec));
    Map<String, String> validators = new HashMap<>();
    head.flatMap(came -> came.header("ETag"))
        .filter(tag -> TAG.matcher(tag).matches())
        .ifPresent(tag -> validators.put(ETAG, tag));
    head.filter(Download::hasStrongDate)
        .flatMap(came -> came.header("Last-Modified"))
        .flatMap(date -> HttpDate.parse(date, Instant.now()))
        .ifPresent(date -> validators.put(LAST_MODIFIED, HttpDate.format(date)));
    if (!validators.isEmpty()) {
      validators.put(REQUEST, identity);
    }
    return validators;
  }

  /** The fields that make a request conditional. */
  List<Fields.Field> conditions() {
    List<Fields.Field> fields = new ArrayList<>();
    value(ETAG).ifPresent(tag -> fields.add(new Fields.Field("If-None-Match", tag)));
    value(LAST_MODIFIED).ifPresent(date -> fields.add(new Fields.Field("If-Modified-Since", date)));
    return fields;
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(earlier.validators().get(name));
  }

  /** The head of the copy: that of the 304, with status 200 and without fields about content. */
  ResponseHead confirmed(ResponseHead came) {
    List<Fields.Field> fields = new ArrayList<>(came.headers().all());
    fields.removeIf(field -> OF_CONTENT.contains(field.name().toLowerCase(Locale.ROOT)));
    // a server that names another version by mistake confirmed this one
    fields.removeIf(field -> field.isNamed("ETag") || field.isNamed("Last-Modified"));
    value(ETAG).ifPresent(tag -> fields.add(new Fields.Field("ETag", tag)));
    value(LAST_MODIFIED).ifPresent(date -> fields.add(new Fields.Field("Last-Modified", date)));
    if (came.header("Date").isEmpty()) { // RFC 9110, 6.6.1
      fields.add(new Fields.Field("Date", HttpDate.format(Instant.now())));
    }
    return new ResponseHead(
        new Head(came.version(), OK, new Fields(fields), came.bytes()), came.url());
  }

  /** The content of the copy. */
  InputStream content() {
    Spool spool = earlier.output();
    return new InputStream() {
      private long at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        byte[] piece = new byte[length];
        int count = at < spool.size() ? spool.read(at, piece) : 0;
        if (count < 0) {
          throw new IOException("the cached response cannot be read");
        }
        System.arraycopy(piece, 0, bytes, offset, count);
        at += count;
        return count == 0 ? -1 : count;
      }
    };
  }
}
