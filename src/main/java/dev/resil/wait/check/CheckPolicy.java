package dev.resil.wait.check;

import dev.resil.http.ConnectionPolicy;
import dev.resil.http.HeaderLine;
import dev.resil.outcome.OutcomeSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the checks of certain kinds ask for.
 *
 * @param connection how HTTP requests reach their servers
 * @param headers of HTTP requests
 * @param userAgent of HTTP requests
 * @param success the outcomes of a good HTTP answer
 * @param stable how long a file must not have changed
 * @param minValidity how long a certificate must be valid
 */
public record CheckPolicy(
    ConnectionPolicy connection,
    List<HeaderLine> headers,
    String userAgent,
    OutcomeSet success,
    Optional<Duration> stable,
    Duration minValidity) {
  /** Copies the list. */
  public CheckPolicy {
    headers = List.copyOf(headers);
  }
}
