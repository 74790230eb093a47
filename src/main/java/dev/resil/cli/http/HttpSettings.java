package dev.resil.cli.http;

import dev.resil.cli.options.Policies;
import dev.resil.http.ConnectionPolicy;
import dev.resil.http.OutputPolicy;
import dev.resil.http.RepeatPolicy;
import dev.resil.http.RequestSpec;
import java.util.Optional;

/**
 * The settings of {@code resil http}.
 *
 * @param request the request, without its idempotency key
 * @param connection the connection settings
 * @param output the handling of the response
 * @param repeat when it may be sent again
 * @param key the source of its idempotency key
 * @param identity a hash of all that determines the output; empty if it is not cached
 * @param policies the settings common to every run
 */
public record HttpSettings(
    RequestSpec request,
    ConnectionPolicy connection,
    OutputPolicy output,
    RepeatPolicy repeat,
    Optional<KeySource> key,
    Optional<String> identity,
    Policies policies) {
  /** The source of an idempotency key. */
  public sealed interface KeySource {
    /** The run's id. */
    record OfRun() implements KeySource {}

    /** A literal key. */
    record Given(String key) implements KeySource {}

    /** A file, created if it does not exist. */
    record InFile(String file) implements KeySource {}
  }
}
