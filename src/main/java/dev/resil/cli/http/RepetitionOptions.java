package dev.resil.cli.http;

import dev.resil.cli.http.HttpSettings.KeySource;
import dev.resil.cli.options.CompletionCandidates;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.UsageException;
import dev.resil.http.RepeatPolicy;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** When a request may be sent again. */
final class RepetitionOptions {
  private static final Duration DEFAULT_MAX_RETRY_AFTER = Duration.ofMinutes(5);
  private static final String FROM = "from:";

  @Option(
      names = "--retry-unsafe",
      description =
          "Retry any method. Otherwise only GET, HEAD, OPTIONS, TRACE, PUT and DELETE are, what has"
              + " an idempotency key, and what was never sent.")
  private boolean retryUnsafe;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      completionCandidates = CompletionCandidates.Keys.class,
      description =
          "Send an Idempotency-Key with every attempt: KEY; 'auto' for a new one each run;"
              + " from:FILE for the one in FILE, which is made at first.")
  private String idempotencyKey;

  @Option(
      names = "--max-retry-after",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "A server that asks (Retry-After) for a longer wait ends the run; 0 for no limit"
              + " (default: 5m).")
  private Duration maxRetryAfter;

  @Option(
      names = "--hedge",
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Send a second request where a GET, HEAD or OPTIONS has no answer after D; the first"
              + " answer counts.")
  private Duration hedge;

  /** What these options say; the key is filled in later. */
  RepeatPolicy toPolicy() {
    return new RepeatPolicy(
        retryUnsafe,
        Optional.empty(),
        Optional.of(maxRetryAfter == null ? DEFAULT_MAX_RETRY_AFTER : maxRetryAfter)
            .filter(longest -> !longest.isZero()));
  }

  /** When a second request is sent, empty for never. */
  Optional<Duration> hedge() {
    return Optional.ofNullable(hedge).filter(delay -> !delay.isZero());
  }

  /** Where the key comes from. */
  Optional<KeySource> key() {
    return Optional.ofNullable(idempotencyKey).map(RepetitionOptions::source);
  }

  private static KeySource source(String text) {
    if (text.equals("auto")) {
      return new KeySource.OfRun();
    } else if (text.startsWith(FROM) && text.length() > FROM.length()) {
      return new KeySource.InFile(text.substring(FROM.length()));
    }
    boolean sendable = !text.isBlank() && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    if (!sendable || text.equals(FROM)) {
      throw UsageException.wrongValue(
          "--idempotency-key", text, "must be 'auto', from:FILE, or a key of printable ASCII");
    }
    return new KeySource.Given(text);
  }
}
