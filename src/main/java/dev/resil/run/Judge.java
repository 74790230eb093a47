package dev.resil.run;

import dev.resil.breaker.Verdict;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutcomeParser;
import dev.resil.outcome.OutcomeSet;
import dev.resil.outcome.OutputPattern;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges attempts; the only place that does so.
 *
 * @param success the outcomes that count as success
 * @param retry the failures to retry
 * @param noRetry the failures never to retry; takes precedence over {@code retry}
 * @param failure the failures that count against a breaker; a command that cannot be executed (also
 *     if a shell says so, with exit code 126 or 127) counts only if an item other than {@code any}
 *     names it
 * @param uncounted the failures that use up no attempt; they are retried as if {@code retry} listed
 *     them
 */
public record Judge(
    OutcomeSet success,
    OutcomeSet retry,
    OutcomeSet noRetry,
    OutcomeSet failure,
    OutcomeSet uncounted) {
  private static final OutcomeSet EXIT_ZERO = OutcomeParser.parse("exit:0");

  /** The exit codes of shells, env(1), nice(1) and others for a command that cannot be run. */
  private static final int CANNOT_EXECUTE = 126;

  private static final int NOT_FOUND = 127;

  /** A retry does not make a missing command appear. */
  private static final OutcomeSet HOPELESS = OutcomeParser.parse("not-found,not-executable");

  /**
   * Exit code 0 is a success; every failure counts, and is retried unless the command cannot be
   * executed.
   */
  public static final Judge DEFAULT =
      new Judge(EXIT_ZERO, OutcomeSet.ANY, HOPELESS, OutcomeSet.ANY, OutcomeSet.NONE);

  /**
   * A judge of commands. An empty list means its default, and a list that only excludes items means
   * its default without them; the default of {@code noRetry} and {@code uncounted} is every outcome
   * then. A command that cannot be executed is retried only if {@code retry} or {@code uncounted}
   * names that failure; no item of {@code noRetry} makes resil retry a missing command.
   */
  public static Judge ofCommands(
      OutcomeSet success,
      OutcomeSet retry,
      OutcomeSet noRetry,
      OutcomeSet failure,
      OutcomeSet uncounted) {
    return new Judge(
        success.orElse(EXIT_ZERO),
        retry.orElse(OutcomeSet.ANY),
        noRetry
            .orAnyIfOnlyExcluding()
            .and(HOPELESS.without(retry).without(uncounted).without(noRetry)),
        failure.orElse(OutcomeSet.ANY),
        uncounted.orAnyIfOnlyExcluding());
  }

  /**
   * A judge of HTTP requests, with lists as those of commands. A status below 400 is a success.
   * Network failures and those that RFC 9110, 6585 and 8470 call transient are retried, as are
   * Cloudflare's for a server that it cannot reach (520 to 524) and a 403 that limits the rate. A
   * missing or forbidden page says nothing about the server's health, so it does not count against
   * a breaker.
   */
  public static Judge ofRequests(
      OutcomeSet success,
      OutcomeSet retry,
      OutcomeSet noRetry,
      OutcomeSet failure,
      OutcomeSet uncounted) {
    return new Judge(
        success.orElse(OutcomeParser.parse("status:200-399")),
        retry.orElse(
            OutcomeParser.parse(
                "dns,connect,read,timeout,rate-limited,status:408,status:425,status:429,"
                    + "status:500,status:502-504,status:520-524")),
        noRetry.orAnyIfOnlyExcluding(),
        failure.orElse(
            OutcomeParser.parse(
                "dns,connect,tls,read,timeout,rate-limited,status:408,status:429,status:5xx")),
        uncounted.orAnyIfOnlyExcluding());
  }

  /** Judges an attempt. A failure of resil itself is not retried and does not count. */
  public Judgement judge(Attempt.Execution attempt) {
    Outcome outcome = attempt.outcome();
    Set<OutputPattern> printed = attempt.printed();
    if (outcome instanceof Outcome.ResilFailed) {
      return new Judgement(false, RetryAdvice.UNWANTED, Verdict.NEUTRAL);
    }
    boolean stopped = attempt.interrupted().isPresent();
    if (success.contains(outcome, printed)) {
      return new Judgement(true, RetryAdvice.UNWANTED, stopped ? Verdict.NEUTRAL : Verdict.SUCCESS);
    }
    boolean free = uncounted.contains(outcome, printed);
    boolean retried =
        (free || retry.contains(outcome, printed)) && !noRetry.contains(outcome, printed);
    boolean counted =
        !stopped
            && failure.contains(outcome, printed)
            && (!isCallers(outcome) || names(failure, outcome));
    return new Judgement(
        false,
        retried ? attempt.repeat() : unwanted(attempt.repeat()),
        counted ? Verdict.FAILURE : Verdict.NEUTRAL,
        free && retried);
  }

  /** A missing command, as with another PATH on one host, says nothing about a service. */
  private static boolean isCallers(Outcome outcome) {
    return switch (outcome) {
      case Outcome.NotFound _, Outcome.NotExecutable _ -> true;
      case Outcome.Exit(int code) -> code == CANNOT_EXECUTE || code == NOT_FOUND;
      default -> false;
    };
  }

  private static boolean names(OutcomeSet set, Outcome outcome) {
    return set.items().stream()
        .anyMatch(item -> !(item instanceof OutcomeSet.Item.Any) && item.matches(outcome));
  }

  /** Without a retry, only a permanent failure needs a reason. */
  private static RetryAdvice unwanted(RetryAdvice repeat) {
    return repeat instanceof RetryAdvice.Never ? repeat : RetryAdvice.UNWANTED;
  }

  /** The patterns to search for in an attempt's output. */
  public Set<OutputPattern> patterns() {
    Set<OutputPattern> all = new HashSet<>();
    List.of(success, retry, noRetry, failure, uncounted).forEach(set -> all.addAll(set.patterns()));
    return all;
  }
}
