package dev.resil.doctor;

import java.time.Duration;
import java.util.Optional;

/**
 * The server of shared state.
 *
 * @param address its URL without user, password and parameters
 * @param timeout the limit of a transaction
 * @param answer its times; empty if there was a problem
 * @param problem why it cannot be used
 */
public record Server(
    String address, Duration timeout, Optional<Answer> answer, Optional<String> problem) {
  /**
   * The time of its answers.
   *
   * @param first of the first, including connection and login
   * @param next of the second, which writes a key
   */
  public record Answer(Duration first, Duration next) {}

  /** A server that answered. */
  public static Server answered(String address, Duration timeout, Answer answer) {
    return new Server(address, timeout, Optional.of(answer), Optional.empty());
  }

  /** A server that cannot be used. */
  public static Server failed(String address, Duration timeout, String problem) {
    return new Server(address, timeout, Optional.empty(), Optional.of(problem));
  }
}
