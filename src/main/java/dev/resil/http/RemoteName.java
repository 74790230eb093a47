package dev.resil.http;

import dev.resil.http.wire.Url;
import dev.resil.text.RawText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file name that a server gives to a download (RFC 6266). A server may be hostile, so that the
 * name is always that of a visible file in the current folder, which no command takes for an
 * option.
 */
final class RemoteName {
  /** The most bytes that a file system takes. */
  private static final int MAX_BYTES = 255;

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?:^|;)\\s*([A-Za-z0-9_*-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'?|([^;]*))",
          Pattern.DOTALL);

  /** RFC 8187, 3.2. */
  private static final Pattern EXTENDED =
      Pattern.compile("(utf-8|iso-8859-1)'[^']*'(.*)", Pattern.CASE_INSENSITIVE);

  private RemoteName() {}

  /**
   * The name in a response; empty if there is none. {@code filename*} precedes {@code filename}.
   *
   * @param dispositions the values of Content-Disposition, of which the first counts
   */
  static Optional<String> of(List<String> dispositions) {
    Optional<String> plain = Optional.empty();
    Optional<String> extended = Optional.empty();
    Matcher parameter = PARAMETER.matcher(dispositions.isEmpty() ? "" : dispositions.getFirst());
    while (parameter.find()) {
      String quoted = parameter.group(2);
      String value =
          quoted != null
              ? quoted.replaceAll("(?s)\\\\(.)", "$1")
              : Optional.ofNullable(parameter.group(3)).orElseGet(() -> parameter.group(4).strip());
      switch (parameter.group(1).toLowerCase(Locale.ROOT)) {
        case "filename" -> plain = plain.isPresent() ? plain : Optional.of(value);
        case "filename*" -> extended = extended.isPresent() ? extended : decoded(value);
        default -> {} // RFC 6266, 4.4
      }
    }
    Optional<String> other = plain.flatMap(RemoteName::safe);
    return extended.flatMap(RemoteName::safe).or(() -> other);
  }

  /**
   * The last part of the path of a URL to which a server has redirected; empty if there is none.
   */
  static Optional<String> ofUrl(Url url) {
    return safe(url.path());
  }

  private static Optional<String> decoded(String value) {
    Matcher parts = EXTENDED.matcher(value);
    if (!parts.matches()) {
      return Optional.empty();
    }
    byte[] bytes = RawText.encode(Url.decoded(parts.group(2)));
    Charset charset =
        parts.group(1).equalsIgnoreCase("utf-8")
            ? StandardCharsets.UTF_8
            : StandardCharsets.ISO_8859_1;
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The last part of a path, without characters that would mislead. */
  private static Optional<String> safe(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder text = new StringBuilder();
    last.strip()
        .codePoints()
        .map(c -> isMisleading(c) ? '_' : c)
        .takeWhile(c -> RawText.encode(text.toString() + Character.toString(c)).length <= MAX_BYTES)
        .forEach(text::appendCodePoint);
    if (text.isEmpty() || text.toString().matches("\\.+")) {
      return Optional.empty();
    } else if (text.charAt(0) == '.' || text.charAt(0) == '-') {
      text.setCharAt(0, '_');
    }
    return Optional.of(text.toString());
  }

  /** Control and format characters; the latter can reverse the direction of a text. */
  private static boolean isMisleading(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
  }
}
