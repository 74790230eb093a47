package dev.resil.cli.http;

import dev.resil.cli.options.Policies;
import dev.resil.http.ConnectionPolicy;
import dev.resil.http.OutputPolicy;
import dev.resil.http.RepeatPolicy;
import dev.resil.http.RequestSpec;
import java.util.Optional;

/**
 * What {@code resil http} was asked to do.
 *
 * @param request what is asked for; its idempotency key is not among its headers
 * @param connection how the server is reached
 * @param output what becomes of the answer
 * @param repeat when it may be sent again
 * @param key where its idempotency key comes from
 * @param policies what every run is asked
 */
public record HttpSettings(
    RequestSpec request,
    ConnectionPolicy connection,
    OutputPolicy output,
    RepeatPolicy repeat,
    Optional<KeySource> key,
    Policies policies) {
  /** Where an idempotency key comes from. */
  public sealed interface KeySource {
    /** The run's id. */
    record OfRun() implements KeySource {}

    /** The user. */
    record Given(String key) implements KeySource {}

    /** A file, which is made where there is none. */
    record InFile(String file) implements KeySource {}
  }
}
