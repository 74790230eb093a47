package dev.resil.http.wire;

import java.util.List;

/**
 * The head of an answer.
 *
 * @param version HTTP/1.0, HTTP/1.1 or HTTP/2
 * @param status three digits, 100–999
 * @param fields its header fields
 * @param bytes as received; in HTTP/2, in the form of HTTP/1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Head(String version, int status, Fields fields, byte[] bytes) {
  /** The same head without transfer codings, which HTTP/2 does not have. */
  Head withoutCodings() {
    List<Fields.Field> kept =
        fields.all().stream().filter(field -> !field.isNamed("Transfer-Encoding")).toList();
    return new Head(version, status, new Fields(kept), bytes);
  }

  /** Whether a final answer follows (RFC 9110, 15.2); a change of protocol is final. */
  boolean isInterim() {
    return status < 200 && status != 101;
  }
}
