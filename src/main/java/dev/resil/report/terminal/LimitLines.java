package dev.resil.report.terminal;

import dev.resil.limit.Answer;
import dev.resil.limit.Hold;
import dev.resil.limit.Spent;
import dev.resil.run.Ending;
import dev.resil.run.RunEvent;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** Messages about limits that processes share. */
public final class LimitLines {
  /** More holders than this are counted. */
  private static final int SHOWN = 3;

  private LimitLines() {}

  static String name(String limit, boolean lock) {
    return (lock ? "lock " : "limit ") + Printable.word(limit);
  }

  /** A limit that is used up, who has it, and when there is room. */
  static String describe(String limit, boolean lock, Answer.Limited answer) {
    String what =
        switch (answer.why()) {
          case LOCKED -> " is held by " + holders(answer.holds());
          case CONCURRENCY -> " is used up by " + holders(answer.holds());
          case RATE -> " is used up: as many attempts began as its rate permits";
          case QUEUE -> " has no room left";
        };
    return name(limit, lock)
        + what
        + (answer.ahead() == 0 ? "" : "; %d waiting longer".formatted(answer.ahead()))
        + answer.room().map(room -> "; room in " + Durations.format(shown(room))).orElse("");
  }

  /** A tenth of a millisecond matters to nobody. */
  private static Duration shown(Duration room) {
    return room.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : room;
  }

  /** The processes that hold permits. */
  public static String holders(List<Hold> holds) {
    String first =
        holds.stream().limit(SHOWN).map(LimitLines::holder).collect(Collectors.joining(", "));
    return holds.size() > SHOWN ? first + " and %d more".formatted(holds.size() - SHOWN) : first;
  }

  private static String holder(Hold hold) {
    return "%s (process %d on %s, since %s)"
        .formatted(
            Printable.of(hold.owner().command()),
            hold.owner().pid(),
            Printable.of(hold.owner().host()),
            hold.since().truncatedTo(ChronoUnit.SECONDS));
  }

  static String waiting(RunEvent.WaitingForLimit event) {
    return describe(event.limit(), event.lock(), event.answer()) + "; waiting";
  }

  static String admitted(RunEvent.Admitted event) {
    String number = event.lock() && event.number() > 0 ? ", token " + event.number() : "";
    return "%s admits the %s after %s%s"
        .formatted(
            name(event.limit(), event.lock()),
            event.lock() ? "run" : "attempt",
            Durations.format(event.waited()),
            number);
  }

  static String unlimited(RunEvent.Unlimited event) {
    return "%s; running without %s"
        .formatted(Printable.of(event.reason()), name(event.limit(), event.lock()));
  }

  static String lost(RunEvent.LockLost event) {
    return "%s was not renewed in time, and another run may hold it; its token %d is no longer valid"
        .formatted(name(event.limit(), true), event.number());
  }

  static String spent(Ending.BudgetSpent ending) {
    Spent spent = ending.spent();
    return "the retry budget of %s is spent: %d %s for %d %s within %s"
        .formatted(
            name(ending.limit(), false),
            spent.retries(),
            spent.retries() == 1 ? "retry" : "retries",
            spent.attempts(),
            spent.attempts() == 1 ? "first attempt" : "first attempts",
            Durations.format(spent.budget().per()));
  }

  static String refused(Ending.Limited limited, String command, long attempts) {
    String again = attempts == 0 ? "" : " again";
    return command
        + " was not run"
        + again
        + ": "
        + describe(limited.limit(), limited.lock(), limited.answer());
  }

  static String skipped(Ending.Limited limited, String command) {
    return command + " was skipped: " + describe(limited.limit(), limited.lock(), limited.answer());
  }
}
