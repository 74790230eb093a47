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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A multipart form (RFC 7578), in the syntax of curl's -F. */
final class FormData {
  private static final String FORM = "multipart/form-data";

  /** The boundary in a Content-Type (RFC 2046, 5.1.1). */
  private static final Pattern GIVEN =
      Pattern.compile("(?i);\\s*boundary=\"?([0-9a-z'()+_,./:=? -]*[0-9a-z'()+_,./:=?-])\"?");

  /** A quoted parameter of a media type. */
  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  /** Separates the media type of a form from its boundary. */
  static final String BOUNDARY = "; boundary=";

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
  private final String disposition;

  private FormData(String boundary, String disposition) {
    this.boundary = boundary;
    this.disposition = disposition;
  }

  /**
   * The body of a form.
   *
   * @param type the Content-Type given by the user, which may have a boundary
   * @throws UsageException if a part is malformed, or a file cannot be read
   */
  static Content of(List<Given> parts, Optional<String> type) {
    FormData form =
        new FormData(
            type.flatMap(FormData::boundary).orElseGet(FormData::randomBoundary),
            type.filter(text -> !text.toLowerCase(Locale.ROOT).startsWith(FORM)).isPresent()
                ? "attachment"
                : "form-data");
    for (Given part : parts) {
      if (part.option().equals("--form-string")) {
        form.addPlain(part.text());
      } else {
        form.add(part.text());
      }
    }
    form.text("--" + form.boundary + "--\r\n");
    return new Content(Optional.of(FORM + BOUNDARY + form.boundary), form.pieces);
  }

  /** The boundary in a Content-Type. */
  static Optional<String> boundary(String type) {
    Matcher given = GIVEN.matcher(type);
    return given.find() ? Optional.of(given.group(1)) : Optional.empty();
  }

  /** As long as curl's, so that a form has the same length. */
  private static String randomBoundary() {
    byte[] random = new byte[11];
    Posix.get().random(random);
    return "-".repeat(24) + HexFormat.of().formatHex(random);
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
    String name = quoted(part.substring(0, equals));
    String begin = "Content-Disposition: " + disposition + "; name=\"" + name + "\"";
    head(boundary, begin, Optional.empty(), Optional.empty(), List.of());
    text(part.substring(equals + 1) + "\r\n");
  }

  private void add(String part) {
    int equals = endOfName("--form", part);
    String name = part.substring(0, equals);
    List<List<FormWords.Word>> all = FormWords.of(part.substring(equals + 1));
    String begin = "Content-Disposition: " + disposition + "; name=\"" + quoted(name) + "\"";
    if (all.size() == 1) {
      add(part, all.getFirst(), boundary, begin);
      return;
    }
    String inner = randomBoundary();
    text("--" + boundary + "\r\n" + begin + "\r\n");
    text("Content-Type: multipart/mixed" + BOUNDARY + inner + "\r\n\r\n");
    for (List<FormWords.Word> file : all) {
      add(part, file, inner, "Content-Disposition: attachment");
    }
    text("--" + inner + "--\r\n\r\n");
  }

  private void add(String part, List<FormWords.Word> words, String separator, String begin) {
    String content = words.getFirst().value();
    Optional<String> type = Optional.empty();
    Optional<String> fileName = Optional.empty();
    List<String> headers = new ArrayList<>();
    for (FormWords.Word word : words.subList(1, words.size())) {
      switch (word.name()) {
        case "type" -> type = Optional.of(type(part, word.value()));
        case "filename" -> fileName = Optional.of(word.value());
        case "headers" -> headers.add(checked(part, word.value()));
        case "encoder" ->
            throw wrong(part, "has an encoder; HTTP sends any bytes as they are (RFC 7578, 4.7)");
        default -> throw wrong(part, "has an unknown part after ';'; quote text as 'NAME=\"a;b\"'");
      }
    }
    // a blank before the mark makes it a part of the text
    int start = endOfName("--form", part) + 1;
    char mark = start < part.length() ? part.charAt(start) : ' ';
    if (mark == '@') {
      String file = content.substring(1);
      String shown = fileName.orElse(file.substring(file.lastIndexOf('/') + 1));
      Optional<String> known = Optional.of(type.orElseGet(() -> typeOf(shown, file)));
      head(separator, begin, Optional.of(shown), known, headers);
      pieces.add(source(file));
    } else {
      head(separator, begin, fileName, type, headers);
      pieces.add(mark == '<' ? source(content.substring(1)) : DataOptions.text(content));
    }
    text("\r\n");
  }

  private static String type(String part, String value) {
    if (QUOTED.matcher(value).replaceAll("").contains(",")) {
      throw wrong(part, "has several files; repeat --form for each (RFC 7578, 4.3)");
    } else if (!value.matches("(?s)[^/;,\\s]+/[^/;,\\s]+.*")) {
      throw wrong(part, "has an invalid media type; write it as type=text/plain");
    }
    return checked(part, value);
  }

  private static String checked(String part, String value) {
    if (value.chars().anyMatch(HeaderLine::isControl)) {
      throw new UsageException("--form: a part's header contains a control character; remove it");
    } else if (value.startsWith("@") || value.startsWith("<")) {
      throw wrong(part, "reads headers from a file; write them as headers=\"Name: value\"");
    }
    return value;
  }

  private static UsageException wrong(String part, String why) {
    return UsageException.wrongValue("--form", part, why);
  }

  private static Piece source(String file) {
    return file.equals("-") ? DataOptions.stdin("--form") : DataOptions.file(file, "--form");
  }

  /** As in curl, that of the shown name, or else of the file. */
  private static String typeOf(String shown, String file) {
    return Stream.of(shown, file)
        .map(name -> name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
        .flatMap(extension -> Optional.ofNullable(TYPES.get(extension)).stream())
        .findFirst()
        .orElse("application/octet-stream");
  }

  private void head(
      String separator,
      String begin,
      Optional<String> fileName,
      Optional<String> type,
      List<String> headers) {
    text("--" + separator + "\r\n");
    text(begin);
    fileName.ifPresent(file -> text("; filename=\"" + quoted(file) + "\""));
    text("\r\n");
    type.ifPresent(value -> text("Content-Type: " + value + "\r\n"));
    headers.forEach(header -> text(header + "\r\n"));
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
