package dev.resil.cli.http;

import dev.resil.cli.options.UsageException;
import dev.resil.files.UserFile;
import dev.resil.files.UserPath;
import dev.resil.http.Address;
import dev.resil.http.Content;
import dev.resil.http.Content.Piece;
import dev.resil.http.HeaderLine;
import dev.resil.io.Spool;
import dev.resil.posix.Posix;
import dev.resil.text.IoReason;
import dev.resil.text.Printable;
import dev.resil.text.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options for the request body, with curl's names. */
final class DataOptions {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";
  private static final int STDIN = 0;
  private static final Piece AMPERSAND = text("&");

  /** Characters that need no encoding (RFC 3986, 2.3), besides letters and digits. */
  private static final String UNRESERVED = "-._~";

  @Option(
      names = {"-d", "--data", "--data-ascii"},
      paramLabel = "DATA",
      parameterConsumer = Given.Taker.class,
      description =
          "Request body; @FILE reads it from FILE without line breaks, @- from stdin. Several"
              + " are joined with '&'.")
  private List<Given> data = new ArrayList<>();

  @Option(
      names = "--data-raw",
      paramLabel = "DATA",
      parameterConsumer = Given.Taker.class,
      description = "Like --data, but '@' has no special meaning.")
  private List<Given> raw = new ArrayList<>();

  @Option(
      names = "--data-binary",
      paramLabel = "DATA",
      parameterConsumer = Given.Taker.class,
      description = "Like --data, but @FILE is sent unchanged.")
  private List<Given> binary = new ArrayList<>();

  @Option(
      names = "--data-urlencode",
      paramLabel = "DATA",
      parameterConsumer = Given.Taker.class,
      description =
          "Like --data, but URL-encoded: CONTENT, =CONTENT, NAME=CONTENT, @FILE or NAME@FILE.")
  private List<Given> encoded = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "DATA",
      description = "Like --data-binary, with the headers for JSON.")
  private List<String> json = new ArrayList<>();

  @Option(
      names = {"-F", "--form"},
      paramLabel = "NAME=CONTENT",
      parameterConsumer = Given.Taker.class,
      description =
          "Part of a multipart form; NAME=@FILE uploads FILE, NAME=<FILE sends its content;"
              + " ;type=TYPE, ;filename=NAME and ;headers=LINE may follow. Quote text that has a"
              + " semicolon: 'a=\"x;y\"'.")
  private List<Given> form = new ArrayList<>();

  @Option(
      names = "--form-string",
      paramLabel = "NAME=CONTENT",
      parameterConsumer = Given.Taker.class,
      description = "Like --form, but CONTENT is taken literally.")
  private List<Given> formStrings = new ArrayList<>();

  boolean isForm() {
    return !form.isEmpty() || !formStrings.isEmpty();
  }

  /** One of the options that were given. */
  String given() {
    return isForm() ? "--form" : !json.isEmpty() ? "--json" : "--data";
  }

  /** The Accept header of --json. */
  Optional<HeaderLine> acceptHeader() {
    return json.isEmpty()
        ? Optional.empty()
        : Optional.of(new HeaderLine("Accept", Optional.of(JSON)));
  }

  /**
   * The body that these options describe; empty for none.
   *
   * @param type the Content-Type given by the user
   * @throws UsageException if a file cannot be read
   */
  Optional<Content> toContent(Optional<String> type) {
    List<Piece> pieces = pieces();
    if (isForm()) {
      return Optional.of(FormData.of(Given.inOrder(Stream.of(form, formStrings)), type));
    }
    if (pieces.isEmpty() && data.isEmpty() && raw.isEmpty() && binary.isEmpty() && json.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Content(Optional.of(json.isEmpty() ? FORM : JSON), pieces));
  }

  private List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    for (Given given : Given.inOrder(Stream.of(data, raw, binary, encoded))) {
      if (!pieces.isEmpty()) {
        pieces.add(AMPERSAND);
      }
      String text = given.text();
      pieces.add(
          switch (given.option()) {
            case "--data-raw" -> text(text);
            case "--data-binary" -> marked(text, "--data-binary", false);
            case "--data-urlencode" -> encoded(text);
            default -> marked(text, "--data", true);
          });
    }
    json.forEach(text -> pieces.add(marked(text, "--json", false)));
    return pieces;
  }

  static Piece text(String text) {
    return new Piece.Bytes(RawText.encode(text));
  }

  private static Piece marked(String text, String option, boolean withoutLineEnds) {
    if (!text.startsWith("@")) {
      return text(text);
    }
    String name = text.substring(1);
    Piece piece = name.equals("-") ? stdin(option) : file(name, option);
    return withoutLineEnds ? new Piece.Bytes(withoutLineEnds(bytes(piece, option))) : piece;
  }

  /** A readable file; each attempt reads its content. */
  static Piece file(String name, String option) {
    try {
      Path file = NamedFiles.readable(name).path();
      if (Files.isDirectory(file)) {
        throw new IllegalArgumentException("is a folder");
      }
      // a pipe can be read only once
      return Files.isRegularFile(file) ? new Piece.InFile(file) : keptOnce(name, option);
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue(
          option, "@" + name, e.getMessage() + "; name a readable file");
    }
  }

  static Piece stdin(String option) {
    try (UserFile stdin = UserFile.inherited(STDIN)) {
      return kept(stdin, option);
    } catch (IOException e) {
      throw new UsageException(option + ": cannot read the input: " + IoReason.of(e));
    }
  }

  private static Piece keptOnce(String name, String option) {
    try (UserFile file = UserFile.open(new UserPath(name))) {
      return kept(file, option);
    } catch (IOException e) {
      throw NamedFiles.unreadable(option, "@" + name, e);
    }
  }

  private static Piece kept(InputStream in, String option) throws IOException {
    Posix posix = Posix.get();
    Spool spool = new Spool(posix, Spool.temporaryFolder());
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      int error = spool.append(buffer, 0, count);
      if (error < 0) {
        throw new UsageException(
            option
                + ": cannot keep the input in "
                + Printable.of(Spool.temporaryFolder())
                + ": "
                + posix.message(-error));
      }
    }
    return new Piece.Kept(spool);
  }

  private static byte[] bytes(Piece piece, String option) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new Content(Optional.empty(), List.of(piece)).writeTo(bytes);
    } catch (IOException e) {
      throw new UsageException(option + ": cannot be read: " + IoReason.withFile(e));
    }
    return bytes.toByteArray();
  }

  private static byte[] withoutLineEnds(byte[] bytes) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream(bytes.length);
    for (byte b : bytes) {
      if (b != '\n' && b != '\r' && b != 0) {
        rest.write(b);
      }
    }
    return rest.toByteArray();
  }

  private static Piece encoded(String text) {
    int equals = text.indexOf('=');
    int at = text.indexOf('@');
    if (equals >= 0 && (at < 0 || equals < at)) {
      return text(
          (equals == 0 ? "" : text.substring(0, equals) + "=")
              + urlEncoded(RawText.encode(text.substring(equals + 1))));
    } else if (at >= 0) {
      String name = at == 0 ? "" : text.substring(0, at) + "=";
      byte[] content =
          bytes(marked(text.substring(at), "--data-urlencode", false), "--data-urlencode");
      return text(name + urlEncoded(content));
    }
    return text(urlEncoded(RawText.encode(text)));
  }

  /** Form encoding, with a plus for a space; byte by byte, since a file need not be UTF-8. */
  private static String urlEncoded(byte[] bytes) {
    HexFormat hex = HexFormat.of().withUpperCase();
    StringBuilder encoded = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else if (c == ' ') {
        encoded.append('+');
      } else {
        encoded.append('%').append(hex.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  /** The address with the data added to its query. */
  Address inQuery(Address address) {
    ByteArrayOutputStream query = new ByteArrayOutputStream();
    for (Piece piece : pieces()) {
      query.writeBytes(bytes(piece, "--get"));
    }
    return address.withAddedQuery(RawText.decode(query.toByteArray()));
  }
}
