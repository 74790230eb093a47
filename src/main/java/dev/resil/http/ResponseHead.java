package dev.resil.http;

import dev.resil.http.wire.Url;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * The head of a response.
 *
 * @param reason the reason phrase, empty in HTTP/2
 * @param headers as received
 * @param url of the request
 */
record ResponseHead(int status, String reason, Protocol protocol, Headers headers, Url url) {
  static ResponseHead of(Response response, Headers headers, Url url) {
    return new ResponseHead(response.code(), response.message(), response.protocol(), headers, url);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** All values of a header, in order. */
  List<String> all(String name) {
    return headers.values(name);
  }

  /** HTTP/1.1, HTTP/2. */
  String version() {
    return switch (protocol) {
      case HTTP_1_0 -> "HTTP/1.0";
      case HTTP_2, H2_PRIOR_KNOWLEDGE -> "HTTP/2";
      default -> "HTTP/1.1";
    };
  }

  /** The head in the form of curl's -i. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder();
    text.append(version()).append(' ').append(status).append(' ').append(reason).append("\r\n");
    for (int i = 0; i < headers.size(); i++) {
      text.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
