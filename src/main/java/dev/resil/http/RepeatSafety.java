package dev.resil.http;

import dev.resil.outcome.Outcome;
import dev.resil.run.RetryAdvice;
import dev.resil.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Decides whether a request may be sent again, and when. */
final class RepeatSafety {
  /** Methods whose repetition has no further effect (RFC 9110, 9.2.2). */
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

  /** Methods that change nothing (RFC 9110, 9.2.1). */
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final RequestSpec spec;
  private final RepeatPolicy policy;

  RepeatSafety(RequestSpec spec, RepeatPolicy policy) {
    this.spec = spec;
    this.policy = policy;
  }

  /** Whether a method changes nothing, so that two requests may run at once. */
  public static boolean isSafe(String method) {
    return SAFE.contains(method);
  }

  /** Whether a repetition of a method has no further effect. */
  static boolean isIdempotent(String method) {
    return IDEMPOTENT.contains(method);
  }

  /** The advice about another attempt. */
  RetryAdvice after(Answer answer, Instant now) {
    if (answer.permanentReason().isPresent()) {
      return new RetryAdvice.Never(answer.permanentReason().get());
    }
    Optional<String> reason = reason(answer.sent());
    if (reason.isEmpty()) {
      return new RetryAdvice.Vetoed(
          "the server may have acted on this "
              + spec.method()
              + "; allow retries with --idempotency-key or --retry-unsafe");
    }
    return answer
        .head()
        .filter(head -> answer.outcome() instanceof Outcome.Status)
        .map(head -> after(RetryAfter.of(head, now), reason.get()))
        .orElseGet(() -> new RetryAdvice.Allowed(reason.get()));
  }

  private RetryAdvice after(RetryAfter asked, String repeated) {
    String reason = repeated + asked.ignored().map(text -> "; " + text).orElse("");
    return asked
        .asked()
        .map(wait -> after(wait, reason))
        .orElseGet(() -> new RetryAdvice.Allowed(reason));
  }

  private RetryAdvice after(RetryAfter.Wait wait, String reason) {
    Duration duration = wait.duration();
    String asked = "the server asks for " + Durations.format(duration) + " (" + wait.header() + ")";
    return policy.maxRetryAfter().filter(longest -> duration.compareTo(longest) > 0).isPresent()
        ? new RetryAdvice.Vetoed(asked + ", more than --max-retry-after")
        : new RetryAdvice.After(duration, asked + "; " + reason);
  }

  /** Why the request may be sent again; empty if it may not. */
  private Optional<String> reason(boolean sent) {
    if (IDEMPOTENT.contains(spec.method())) {
      return Optional.of(spec.method() + " is idempotent");
    } else if (policy.idempotencyKey().isPresent() || spec.header("Idempotency-Key").isPresent()) {
      return Optional.of("the request has an idempotency key");
    } else if (policy.unsafe()) {
      return Optional.of("--retry-unsafe allows it");
    }
    return sent ? Optional.empty() : Optional.of("the request was not sent");
  }
}
