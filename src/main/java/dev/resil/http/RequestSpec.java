package dev.resil.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is asked for.
 *
 * @param address where
 * @param method the method
 * @param customMethod whether the user named it, so that no redirect changes it
 * @param headers beyond the usual ones
 * @param content the body
 * @param authorization the value of an Authorization header that goes to no other host
 * @param compressed whether the answer may come compressed
 * @param userAgent what resil calls itself
 */
public record RequestSpec(
    Address address,
    String method,
    boolean customMethod,
    List<HeaderLine> headers,
    Optional<Content> content,
    Optional<String> authorization,
    boolean compressed,
    String userAgent) {
  /** Copies the list. */
  public RequestSpec {
    headers = List.copyOf(headers);
  }

  /**
   * What decides what is answered: two requests with the same words are the same to a server.
   *
   * @throws IOException if the body cannot be read
   */
  public List<String> fingerprint() throws IOException {
    List<String> words = new ArrayList<>(List.of(method, address.url().toString()));
    headers.forEach(line -> words.add(line.toString()));
    words.add(authorization.orElse(""));
    if (content.isPresent()) {
      words.add(content.get().type().orElse(""));
      words.add(content.get().sha256());
    }
    return words;
  }

  /** The value of a header that the user gave. */
  Optional<String> header(String name) {
    return headers.stream()
        .filter(line -> line.isNamed(name))
        .flatMap(line -> line.value().stream())
        .findFirst();
  }

  boolean mentions(String name) {
    return headers.stream().anyMatch(line -> line.isNamed(name));
  }
}
