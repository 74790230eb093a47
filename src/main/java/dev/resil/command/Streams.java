package dev.resil.command;

import dev.resil.io.DrainResult;
import dev.resil.io.EventLoop;
import dev.resil.io.Spool;
import dev.resil.io.Tail;
import dev.resil.outcome.OutputPattern;
import dev.resil.posix.ChildSetup;
import dev.resil.posix.Posix;
import dev.resil.posix.Spawn;
import dev.resil.process.Child;
import dev.resil.process.ProcessTable;
import dev.resil.run.RunListener;
import dev.resil.time.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** The standard streams of each attempt in turn. */
final class Streams {
  private static final int STDIN = 0;

  private final Optional<OwnTerminal> terminal;
  private final Input input;

  /** Empty if the command inherits resil's own streams. */
  private final Optional<Outputs> outputs;

  /** Whether the output of a failed attempt is rejected before its end is reported. */
  private final boolean rejectsFailed;

  Streams(
      Posix posix,
      EventLoop events,
      ProcessTable table,
      StreamPolicy policy,
      Optional<Tail> tail,
      RunListener listener) {
    this.terminal =
        policy.ownTerminal()
            ? Optional.of(new OwnTerminal(posix, events, table, policy.stdin()))
            : Optional.empty();
    this.input =
        terminal
            .flatMap(own -> input(posix, events, policy, listener, own))
            .orElseGet(() -> input(posix, events, policy, listener));
    this.outputs =
        policy.leavesOutputAlone()
            ? Optional.empty()
            : Optional.of(
                new Outputs(posix, events, policy, terminal, tail, Spool.temporaryFolder()));
    this.rejectsFailed =
        policy.stdout() == StdoutMode.SUCCESS && policy.stderr() == StderrMode.LIVE;
  }

  /** The input through the command's own terminal, if that is its stdin. */
  private static Optional<Input> input(
      Posix posix,
      EventLoop events,
      StreamPolicy policy,
      RunListener listener,
      OwnTerminal terminal) {
    if (terminal.isTypedAtByResil()) {
      return Optional.of(new TypedInput(posix, events, terminal, kept(posix, policy, listener)));
    }
    return terminal.isStdin() ? Optional.of(Input.OWN_TERMINAL) : Optional.empty();
  }

  private static KeptInput kept(Posix posix, StreamPolicy policy, RunListener listener) {
    return new KeptInput(posix, Spool.temporaryFolder(), listener, policy.onlyOnce());
  }

  private static Input input(
      Posix posix, EventLoop events, StreamPolicy policy, RunListener listener) {
    return switch (policy.stdin()) {
      case INHERIT -> Input.INHERITED;
      case NULL -> new NullInput(posix);
      case AUTO -> policy.onlyOnce() ? Input.INHERITED : new RewoundInput(posix, listener);
      case REPLAY, PTY -> {
        if (policy.onlyOnce()) {
          yield Input.INHERITED;
        }
        // rewound input is the same each time, and its offset stays where the command left it
        yield posix.seek(STDIN, 0, Posix.FROM_HERE) >= 0
            ? new RewoundInput(posix, listener)
            : new ReplayedInput(posix, events, kept(posix, policy, listener));
      }
    };
  }

  /** Prepares the streams for an attempt. Returns its command, ready to start. */
  Spawn open(long attempt, List<String> command, Map<String, String> variables)
      throws StreamException {
    int stdin = input.open(attempt);
    if (outputs.isEmpty()) {
      return new Spawn(command.getFirst(), command, variables, stdin, Spawn.INHERIT, Spawn.INHERIT);
    }
    outputs.get().open();
    return new Spawn(
        command.getFirst(),
        command,
        variables,
        stdin,
        outputs.get().stdout(),
        outputs.get().stderr(),
        terminal.map(OwnTerminal::path),
        ChildSetup.NONE);
  }

  /** The command's own terminal, if it has one. */
  Optional<OwnTerminal> terminal() {
    return terminal;
  }

  /**
   * Called when the command has started with its own copies of the descriptors, or could not be
   * started.
   */
  void opened() {
    input.opened();
    outputs.ifPresent(Outputs::opened);
  }

  /** Whether the command was cut off from its terminal because resil's output has no reader. */
  boolean cutOff() {
    return terminal.isPresent() && outputs.filter(Outputs::unread).isPresent();
  }

  /** Whether pumps move bytes while the command runs, and may fail. */
  boolean mayFail() {
    return outputs.isPresent();
  }

  /** Whether a pump has failed, so that the attempt must end. */
  boolean failed() {
    return outputs.filter(Outputs::failed).isPresent();
  }

  /** The time at which watched output was last read or passed on. */
  OptionalLong lastProgress() {
    return outputs.isPresent()
        ? OptionalLong.of(outputs.get().lastProgress())
        : OptionalLong.empty();
  }

  /** Whether output waits for its reader, or for the search. */
  boolean waiting() {
    return outputs.filter(Outputs::waiting).isPresent();
  }

  /**
   * Called when the command has ended: reads and searches what it left in its pipes.
   *
   * @param deadline the end of the search, which always has a moment
   * @return the signal by which the user stopped the run meanwhile
   */
  OptionalInt drain(Child child, Deadline deadline) {
    input.ended();
    return outputs.isPresent() ? outputs.get().drain(child, deadline) : OptionalInt.empty();
  }

  /**
   * Called when the attempt has ended.
   *
   * @return the error that ended it early
   */
  Optional<String> ended() {
    Optional<String> failure = input.failure();
    return outputs.flatMap(Outputs::ended).or(() -> failure);
  }

  /** Whether all output of the attempt has been searched; false if time ran out. */
  boolean searched() {
    return outputs.map(Outputs::searched).orElse(true);
  }

  /** The patterns found in the attempt's output. */
  Set<OutputPattern> found() {
    return outputs.map(Outputs::found).orElse(Set.of());
  }

  /** Called when the attempt has been judged. */
  void judged(boolean success) {
    if (!success && rejectsFailed) {
      outputs.ifPresent(Outputs::reject);
    }
  }

  /**
   * Called when the run has ended and a fallback has answered: rejects the held output.
   *
   * @param failed whether the fallback failed too
   */
  void replaced(boolean failed) {
    outputs.ifPresent(out -> out.replaced(failed));
  }

  /**
   * Called when the run has ended: accepts the held output.
   *
   * @param copy also receives the output
   * @param failed whether the run failed
   */
  DrainResult conclude(Consumer<Spool> copy, boolean failed) {
    return outputs.map(out -> out.accept(copy, failed)).orElseGet(DrainResult.Complete::new);
  }
}
