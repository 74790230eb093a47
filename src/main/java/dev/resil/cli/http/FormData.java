package dev.resil.cli.http;

import dev.resil.cli.options.UsageException;
import dev.resil.http.Content;
import dev.resil.http.Content.Piece;
import dev.resil.http.HeaderLine;
import dev.resil.posix.Posix;
import dev.resil.text.RawText;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A multipart form (RFC 7578), in the syntax of curl's -F. */
final class FormData {
  /** The content types that curl derives from a file's name. */
  private static final Map<String, String> TYPES =
      Map.of(
          "gif", "image/gif",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "png", "image/png",
          "svg", "image/svg+xml",
          "txt", "text/plain",
          "htm", "text/html",
          "html", "text/html",
          "pdf", "application/pdf",
          "xml", "application/xml");

  private final List<Piece> pieces = new ArrayList<>();
  private final String boundary;

  private FormData(String boundary) {
    this.boundary = boundary;
  }

  /**
   * The body of a form.
   *
   * @throws UsageException if a part is malformed, or a file cannot be read
   */
  static Content of(List<String> parts, List<String> plainParts) {
    byte[] random = new byte[12];
    Posix.get().random(random);
    FormData form = new FormData("resil-" + HexFormat.of().formatHex(random));
    parts.forEach(form::add);
    plainParts.forEach(form::addPlain);
    form.text("--" + form.boundary + "--\r\n");
    return new Content(Optional.of("multipart/form-data; boundary=" + form.boundary), form.pieces);
  }

  private static int endOfName(String option, String part) {
    int equals = part.indexOf('=');
    if (equals < 1) {
      throw UsageException.wrongValue(option, part, "write it as NAME=CONTENT");
    }
    return equals;
  }

  private void addPlain(String part) {
    int equals = endOfName("--form-string", part);
    head(part.substring(0, equals), Optional.empty(), Optional.empty());
    text(part.substring(equals + 1) + "\r\n");
  }

  private void add(String part) {
    int equals = endOfName("--form", part);
    String name = part.substring(0, equals);
    String[] words = part.substring(equals + 1).split(";(?=type=|filename=)", -1);
    String content = words[0];
    Optional<String> type = attribute(words, "type=");
    if (type.stream().flatMapToInt(String::chars).anyMatch(HeaderLine::isControl)) {
      throw new UsageException("--form: a part's type contains a control character; remove it");
    }
    Optional<String> fileName = attribute(words, "filename=");
    if (content.startsWith("@")) {
      String file = content.substring(1);
      String shown = fileName.orElse(file.substring(file.lastIndexOf('/') + 1));
      head(name, Optional.of(shown), Optional.of(type.orElse(typeOf(shown))));
      pieces.add(source(file));
    } else {
      head(name, fileName, type);
      pieces.add(
          content.startsWith("<") ? source(content.substring(1)) : DataOptions.text(content));
    }
    text("\r\n");
  }

  private static Piece source(String file) {
    return file.equals("-") ? DataOptions.stdin("--form") : DataOptions.file(file, "--form");
  }

  private static Optional<String> attribute(String[] words, String name) {
    for (int i = 1; i < words.length; i++) {
      if (words[i].startsWith(name)) {
        return Optional.of(words[i].substring(name.length()).replaceAll("^\"|\"$", ""));
      }
    }
    return Optional.empty();
  }

  private static String typeOf(String file) {
    String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }

  private void head(String name, Optional<String> fileName, Optional<String> type) {
    text("--" + boundary + "\r\n");
    text("Content-Disposition: form-data; name=\"" + quoted(name) + "\"");
    fileName.ifPresent(file -> text("; filename=\"" + quoted(file) + "\""));
    text("\r\n");
    type.ifPresent(value -> text("Content-Type: " + value + "\r\n"));
    text("\r\n");
  }

  /** Quotes a name as browsers do (HTML, multipart form data). */
  private static String quoted(String text) {
    return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private void text(String text) {
    pieces.add(new Piece.Bytes(RawText.encode(text)));
  }
}
