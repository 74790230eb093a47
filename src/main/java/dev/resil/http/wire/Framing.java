package dev.resil.http.wire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How long the content of an answer is, and whether its connection persists (RFC 9112, 6.3, 9). */
public sealed interface Framing {
  /** No content. */
  record None() implements Framing {}

  /** Content of a known length. */
  record Sized(long length) implements Framing {}

  /** Content in chunks. */
  record Chunked() implements Framing {}

  /** Content that ends with the connection. */
  record UntilClose() implements Framing {}

  /**
   * The framing of an answer's content.
   *
   * @param method of the request
   * @throws WireException if it is ambiguous or unknown
   */
  static Framing of(Head head, String method) throws WireException {
    int status = head.status();
    if (method.equals("HEAD") || status < 200 || status == 204 || status == 205 || status == 304) {
      return new None();
    }
    List<String> codings = codings(head);
    if (codings.isEmpty()) {
      return length(head).<Framing>map(Sized::new).orElseGet(UntilClose::new);
    } else if (codings.equals(List.of("chunked"))) {
      return new Chunked();
    }
    // resil sends no TE header, by which a client would allow others (RFC 9110, 10.1.4)
    throw new WireException(
        "the server sent an unsupported Transfer-Encoding: "
            + String.join(", ", head.fields().items("Transfer-Encoding")));
  }

  /** The transfer codings in lower case; {@code identity} is none (RFC 2616, 3.6). */
  private static List<String> codings(Head head) {
    return head.fields().items("Transfer-Encoding").stream()
        .map(coding -> coding.toLowerCase(Locale.ROOT))
        .filter(coding -> !coding.equals("identity"))
        .toList();
  }

  private static Optional<Long> length(Head head) throws WireException {
    List<String> values = head.fields().values("Content-Length");
    if (values.isEmpty()) {
      return Optional.empty();
    }
    // a list of equal lengths is one length (6.3)
    List<String> lengths =
        values.stream().flatMap(value -> List.of(value.split(",", -1)).stream()).toList();
    long length = number(Fields.trimmed(lengths.getFirst()));
    for (String other : lengths) {
      if (length < 0 || number(Fields.trimmed(other)) != length) {
        throw new WireException(
            "the server sent an invalid Content-Length: " + shown(String.join(", ", values)));
      }
    }
    return Optional.of(length);
  }

  private static String shown(String value) {
    return value.length() > 60 ? value.substring(0, 60) + "..." : value;
  }

  /** A number of digits alone; -1 if it is none, or too large. */
  private static long number(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    try {
      return digits ? Long.parseLong(text) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * Whether the connection can carry another request after this answer. It cannot if the server
   * says so, speaks HTTP/1.0 without {@code keep-alive}, sent an ambiguous length, or changes the
   * protocol.
   */
  static boolean persists(Head head, Framing framing) {
    Fields fields = head.fields();
    boolean old = head.version().equals("HTTP/1.0");
    boolean encoded = !fields.values("Transfer-Encoding").isEmpty();
    boolean ambiguous = encoded && (old || !fields.values("Content-Length").isEmpty());
    boolean empty = head.status() == 204 || head.status() == 205;
    boolean unexpected =
        empty && (encoded || !fields.first("Content-Length").orElse("0").equals("0"));
    return !(framing instanceof UntilClose)
        && head.status() != 101
        && !ambiguous
        && !unexpected
        && !fields.lists("Connection", "close")
        && (!old || fields.lists("Connection", "keep-alive"));
  }
}
