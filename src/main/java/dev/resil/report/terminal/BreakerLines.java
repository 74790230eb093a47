package dev.resil.report.terminal;

import dev.resil.breaker.Decision;
import dev.resil.breaker.Phase;
import dev.resil.run.Ending;
import dev.resil.run.RunEvent;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.util.Optional;

/** Messages about breakers. */
public final class BreakerLines {
  private BreakerLines() {}

  /** A breaker that rejects calls, and the time of its next probe. */
  public static String describe(String breaker, Decision.Rejected decision) {
    String name = "breaker " + Printable.word(breaker);
    String next = decision.nextProbe().map(Durations::format).orElse("");
    String where = decision.thisHostOnly() ? " on this host" : "";
    if (decision.phase() == Phase.Kind.HALF_OPEN) {
      return name
          + " is half-open%s and all its probes are under way; next probe in at most "
              .formatted(where)
          + next;
    }
    return decision.nextProbe().isEmpty()
        ? name + " is forced open until reset"
        : name + " is open%s; next probe in ".formatted(where) + next;
  }

  static String rejected(Ending.Rejected rejection, String command, long attempts) {
    String again = attempts == 0 ? "" : " again";
    return command
        + " was not run"
        + again
        + ": "
        + describe(rejection.breaker(), rejection.decision());
  }

  static String skipped(Ending.Rejected rejection, String command) {
    return command + " was skipped: " + describe(rejection.breaker(), rejection.decision());
  }

  static String waiting(RunEvent.WaitingForPermit waiting) {
    return describe(waiting.breaker(), waiting.decision()) + "; waiting";
  }

  /** The message for a change of state; empty if there is none to report. */
  static Optional<String> change(RunEvent.BreakerSeen seen) {
    if (seen.before() == seen.after()) {
      return Optional.empty();
    }
    String name = "breaker " + Printable.word(seen.breaker());
    return switch (seen.after()) {
      case OPEN ->
          Optional.of(
              describe(
                  seen.breaker(),
                  new Decision.Rejected(seen.after(), seen.nextProbe(), seen.thisHostOnly())));
      case CLOSED -> Optional.of(name + " is closed again");
      case HALF_OPEN -> Optional.empty();
    };
  }

  /** The message for any answer of a breaker, for verbose output. */
  static String detail(RunEvent.BreakerSeen seen) {
    String states =
        seen.before() == seen.after()
            ? seen.after().name()
            : seen.before().name() + " -> " + seen.after().name();
    return "breaker " + Printable.word(seen.breaker()) + ": " + states;
  }

  static String guardedAgain(String breaker) {
    return "breaker %s guards the run again".formatted(Printable.word(breaker));
  }

  static String unguarded(RunEvent.Unguarded event) {
    return "%s; running as if breaker %s were closed"
        .formatted(Printable.of(event.reason()), Printable.word(event.breaker()));
  }
}
