package dev.resil.report;

import dev.resil.breaker.Phase;
import dev.resil.run.Rejection;
import dev.resil.run.RunEvent;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.time.Duration;
import java.util.Optional;

/** What people are told of breakers. */
public final class BreakerLines {
  private BreakerLines() {}

  /** A breaker that lets nothing through, and until when. */
  public static String closedDoor(String breaker, Phase.Kind state, Optional<Duration> nextProbe) {
    String name = "breaker " + Printable.word(breaker);
    String next = nextProbe.map(Durations::format).orElse("");
    if (state == Phase.Kind.HALF_OPEN) {
      return name + " is half open and all its probes are under way; next one in at most " + next;
    }
    return nextProbe.isEmpty()
        ? name + " is forced open until it is reset"
        : name + " is open; next probe in " + next;
  }

  static String rejected(Rejection rejection, String command, long attempts) {
    String again = attempts == 0 ? "" : " again";
    return command + " was not run" + again + ": " + closedDoor(rejection);
  }

  static String skipped(Rejection rejection, String command) {
    return command + " was skipped: " + closedDoor(rejection);
  }

  static String waiting(Rejection rejection) {
    return closedDoor(rejection) + "; waiting";
  }

  private static String closedDoor(Rejection rejection) {
    return closedDoor(rejection.breaker(), rejection.state(), rejection.nextProbe());
  }

  /** Words for a change that everybody should hear of; empty where there is none. */
  static Optional<String> change(RunEvent.BreakerSeen seen) {
    if (seen.before() == seen.after()) {
      return Optional.empty();
    }
    String name = "breaker " + Printable.word(seen.breaker());
    return switch (seen.after()) {
      case OPEN -> Optional.of(closedDoor(seen.breaker(), seen.after(), seen.nextProbe()));
      case CLOSED -> Optional.of(name + " is closed again");
      case HALF_OPEN -> Optional.empty();
    };
  }

  /** Words for any answer, for those who want detail. */
  static String detail(RunEvent.BreakerSeen seen) {
    String states =
        seen.before() == seen.after()
            ? seen.after().name()
            : seen.before().name() + " -> " + seen.after().name();
    return "breaker " + Printable.word(seen.breaker()) + ": " + states;
  }

  static String unguarded(RunEvent.Unguarded event) {
    return "%s; running as if breaker %s were closed"
        .formatted(Printable.of(event.reason()), Printable.word(event.breaker()));
  }
}
