package dev.resil.run;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an attempt that was an HTTP request did on the network. What did not happen is empty.
 *
 * @param status of the last response
 * @param received bytes of its body
 * @param sent bytes of the request's body
 * @param protocol in which it was spoken, such as {@code HTTP/1.1} or {@code HTTP/2}
 * @param remoteAddress of the server or proxy, with its port
 * @param redirects how many were followed
 * @param resumedFrom how many bytes were there from an attempt before
 * @param hedged whether a second request was sent while the first had no answer
 * @param times when what happened
 */
public record Transfer(
    OptionalInt status,
    long received,
    long sent,
    Optional<String> protocol,
    Optional<String> remoteAddress,
    int redirects,
    OptionalLong resumedFrom,
    boolean hedged,
    Times times) {
  /** The same, hedged or not. */
  public Transfer hedged(boolean twice) {
    return new Transfer(
        status, received, sent, protocol, remoteAddress, redirects, resumedFrom, twice, times);
  }

  /**
   * When what happened, since the attempt's start, of the last request where redirects were
   * followed.
   *
   * @param name the host's name was resolved
   * @param connect the connection was up
   * @param tls it was secure
   * @param firstByte the response began
   * @param total it was over
   */
  public record Times(
      Optional<Duration> name,
      Optional<Duration> connect,
      Optional<Duration> tls,
      Optional<Duration> firstByte,
      Duration total) {}
}
