package dev.resil.cli.http;

import dev.resil.cli.http.HttpSettings.KeySource;
import dev.resil.cli.options.CompletionCandidates;
import dev.resil.cli.options.Converters;
import dev.resil.http.RepeatPolicy;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for repeating a request. */
final class RepetitionOptions {
  private static final Duration DEFAULT_MAX_RETRY_AFTER = Duration.ofMinutes(5);
  private static final String FROM = "from:";

  @Option(
      names = "--retry-unsafe",
      description =
          "Retry requests of any method, not only GET, HEAD, OPTIONS, TRACE, PUT and DELETE,"
              + " those with an idempotency key and those never sent.")
  private boolean retryUnsafe;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      completionCandidates = CompletionCandidates.Keys.class,
      converter = KeyConverter.class,
      description =
          "Send an Idempotency-Key header with each attempt: KEY; 'auto' for a new key per run;"
              + " from:FILE for the key in FILE, created if missing.")
  private KeySource idempotencyKey;

  @Option(
      names = "--max-retry-after",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Give up if the server asks (Retry-After) for a wait longer than D; 0 for no limit"
              + " (default: 5m).")
  private Duration maxRetryAfter;

  @Option(
      names = "--hedge",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Send a second request if a GET, HEAD or OPTIONS has no response after D; the first"
              + " response counts.")
  private Duration hedge;

  /** The policy that these options describe; the key is filled in later. */
  RepeatPolicy toPolicy() {
    return new RepeatPolicy(
        retryUnsafe,
        Optional.empty(),
        Optional.of(maxRetryAfter == null ? DEFAULT_MAX_RETRY_AFTER : maxRetryAfter)
            .filter(longest -> !longest.isZero()));
  }

  /** The delay before a second request; empty for never. */
  Optional<Duration> hedge() {
    return Optional.ofNullable(hedge).filter(delay -> !delay.isZero());
  }

  /** The source of the key. */
  Optional<KeySource> key() {
    return Optional.ofNullable(idempotencyKey);
  }

  /** The source of an idempotency key. */
  static final class KeyConverter implements ITypeConverter<KeySource> {
    @Override
    public KeySource convert(String text) {
      if (text.equals("auto")) {
        return new KeySource.OfRun();
      } else if (text.startsWith(FROM) && text.length() > FROM.length()) {
        return new KeySource.InFile(text.substring(FROM.length()));
      }
      boolean sendable = !text.isBlank() && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
      if (!sendable || text.equals(FROM)) {
        throw new TypeConversionException("must be 'auto', from:FILE, or a key of printable ASCII");
      }
      return new KeySource.Given(text);
    }
  }
}
