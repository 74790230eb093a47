package dev.resil.http;

import dev.resil.outcome.Outcome;
import dev.resil.run.RetryAdvice;
import dev.resil.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Whether a request may be sent again, and when. */
final class RepeatSafety {
  /** What does the same however often it is done (RFC 9110, 9.2.2). */
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

  /** What changes nothing (RFC 9110, 9.2.1). */
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final RequestSpec spec;
  private final RepeatPolicy policy;

  RepeatSafety(RequestSpec spec, RepeatPolicy policy) {
    this.spec = spec;
    this.policy = policy;
  }

  /** Whether a method changes nothing, so that two requests may be under way at once. */
  public static boolean isSafe(String method) {
    return SAFE.contains(method);
  }

  /** What an answer says about another attempt. */
  RetryAdvice after(Answer answer, Instant now) {
    if (answer.hopeless().isPresent()) {
      return new RetryAdvice.Never(answer.hopeless().get());
    }
    Optional<String> reason = reason(answer.sent());
    if (reason.isEmpty()) {
      return new RetryAdvice.Vetoed(
          "the server may have acted on this "
              + spec.method()
              + "; --idempotency-key or --retry-unsafe allow it");
    }
    return answer
        .head()
        .filter(head -> answer.outcome() instanceof Outcome.Status)
        .flatMap(head -> RetryAfter.of(head, now))
        .map(wait -> after(wait, reason.get()))
        .orElseGet(() -> new RetryAdvice.Allowed(reason.get()));
  }

  private RetryAdvice after(RetryAfter.Wait wait, String reason) {
    Duration duration = wait.duration();
    String asked = "the server asks for " + Durations.format(duration) + " (" + wait.header() + ")";
    return policy.maxRetryAfter().filter(longest -> duration.compareTo(longest) > 0).isPresent()
        ? new RetryAdvice.Vetoed(asked + ", more than --max-retry-after")
        : new RetryAdvice.After(duration, asked + "; " + reason);
  }

  /** Why it may be sent again, empty where it may not. */
  private Optional<String> reason(boolean sent) {
    if (IDEMPOTENT.contains(spec.method())) {
      return Optional.of(spec.method() + " may be repeated");
    } else if (policy.idempotencyKey().isPresent() || spec.header("Idempotency-Key").isPresent()) {
      return Optional.of("it has an idempotency key");
    } else if (policy.unsafe()) {
      return Optional.of("--retry-unsafe allows it");
    }
    return sent ? Optional.empty() : Optional.of("nothing was sent");
  }
}
