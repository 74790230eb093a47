package dev.resil.http;

import dev.resil.http.wire.Fields;
import dev.resil.http.wire.Head;
import dev.resil.http.wire.Url;
import java.util.List;
import java.util.Optional;

/**
 * The head of a response.
 *
 * @param head as received
 * @param url of the request
 */
record ResponseHead(Head head, Url url) {
  int status() {
    return head.status();
  }

  Fields headers() {
    return head.fields();
  }

  /** Whether its status is 2xx. */
  boolean isSuccess() {
    return status() >= 200 && status() < 300;
  }

  Optional<String> header(String name) {
    return headers().first(name);
  }

  /** All values of a header, in order. */
  List<String> all(String name) {
    return headers().values(name);
  }

  /** HTTP/1.1, HTTP/2. */
  String version() {
    return head.version();
  }

  /** The head in the form of curl's -i. */
  byte[] bytes() {
    return head.bytes();
  }
}
