package dev.resil.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The network transfer of an HTTP attempt. Values that do not apply are empty.
 *
 * @param status the status of the last response
 * @param received the bytes received of its body
 * @param sent the bytes sent of the request's body
 * @param protocol the protocol, such as {@code HTTP/1.1} or {@code HTTP/2}
 * @param remoteAddress the address of the server or proxy, with its port
 * @param hops all requests in their order: those of redirects, and repetitions
 * @param redirects the number of redirects followed
 * @param resumedFrom the number of bytes kept from an earlier attempt
 * @param hedged whether a second request was sent while the first had no answer
 * @param times the times of its stages
 */
public record Transfer(
    OptionalInt status,
    long received,
    long sent,
    Optional<String> protocol,
    Optional<String> remoteAddress,
    List<Hop> hops,
    int redirects,
    OptionalLong resumedFrom,
    boolean hedged,
    Times times) {
  /** Copies the list. */
  public Transfer {
    hops = List.copyOf(hops);
  }

  /** This transfer, hedged or not. */
  public Transfer hedged(boolean twice) {
    return new Transfer(
        status,
        received,
        sent,
        protocol,
        remoteAddress,
        hops,
        redirects,
        resumedFrom,
        twice,
        times);
  }

  /**
   * A request.
   *
   * @param url without user, password and query
   * @param status of its response, empty if there was none
   */
  public record Hop(String method, String url, OptionalInt status) {
    /** This hop with its response. */
    public Hop answered(int code) {
      return new Hop(method, url, OptionalInt.of(code));
    }
  }

  /**
   * The times at which stages ended, since the start of the attempt; those of the last request if
   * redirects were followed.
   *
   * @param name the host's name was resolved
   * @param connect the connection was established
   * @param tls the TLS handshake was complete
   * @param firstByte the first byte of the response arrived
   * @param total the transfer ended
   */
  public record Times(
      Optional<Duration> name,
      Optional<Duration> connect,
      Optional<Duration> tls,
      Optional<Duration> firstByte,
      Duration total) {}
}
