package dev.resil.cli.records;

import dev.resil.cli.options.OngoingProblems;
import dev.resil.outcome.ExitCodes;
import dev.resil.run.Time;
import dev.resil.state.Changes;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine;

/** Prints the changes of stored records, one per line, as they happen. */
public final class ChangeLoop<R, V> {
  /** Short enough to seem immediate. */
  private static final Duration TICK = Duration.ofMillis(200);

  private final Known.Kind<R, V> kind;
  private final Collection<String> names;
  private final Feed<V> feed;

  /** Finds what has changed. */
  public interface Feed<V> {
    /** The lines about the changes since the last look. */
    List<String> look(List<V> views, Instant now);

    /** How long a look is valid if no change is announced. */
    Duration trust();
  }

  /**
   * A loop.
   *
   * @param names the records to watch; empty for all
   */
  public ChangeLoop(Known.Kind<R, V> kind, Collection<String> names, Feed<V> feed) {
    this.kind = kind;
    this.names = List.copyOf(names);
    this.feed = feed;
  }

  /** Prints until a signal arrives; returns the exit code, 128 plus the signal. */
  public int untilSignal(Time time, StateStore store, CommandLine command) throws StateException {
    PrintWriter out = command.getOut();
    OngoingProblems troubles = new OngoingProblems(command.getErr());
    try (Changes changes = store.changes(kind.format())) {
      for (long next = time.nanos(); ; ) {
        if (changes.any() || time.nanos() >= next) {
          look(store, time, out, troubles);
          next = time.nanos() + feed.trust().toNanos();
        }
        if (out.checkError()) {
          return 0; // the reader is gone
        }
        OptionalInt signal = time.pause(TICK);
        if (signal.isPresent()) {
          return ExitCodes.ofSignal(signal.getAsInt());
        }
      }
    }
  }

  private void look(StateStore store, Time time, PrintWriter out, OngoingProblems troubles) {
    try {
      Known<V> known = Known.in(store, kind, names);
      troubles.now(known.problems());
      feed.look(known.views(), time.now()).forEach(out::println);
    } catch (StateException e) {
      troubles.also(e.getMessage() + "; still watching");
    }
  }
}
