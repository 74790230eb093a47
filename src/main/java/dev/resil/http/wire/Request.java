package dev.resil.http.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A request.
 *
 * @param method a token
 * @param url its target
 * @param fields its header fields, without its length and, unless it is special, the Host
 * @param content its content
 */
public record Request(String method, Url url, Fields fields, Optional<Content> content) {
  /** The content of a request. */
  public interface Content {
    /** Its length in bytes. */
    long length() throws IOException;

    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Whether it waits for {@code 100 Continue} before its content. */
  boolean isCautious() {
    return content.isPresent() && fields.lists("Expect", "100-continue");
  }

  /** The fields that say for whom it is, which come first. */
  String host() {
    return fields.first("Host").orElseGet(url::authority);
  }
}
