package dev.resil.command;

import dev.resil.io.DrainResult;
import dev.resil.io.EventLoop;
import dev.resil.io.Spool;
import dev.resil.outcome.OutputPattern;
import dev.resil.posix.ChildSetup;
import dev.resil.posix.Posix;
import dev.resil.posix.Spawn;
import dev.resil.process.Child;
import dev.resil.process.ProcessTable;
import dev.resil.run.RunListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** The standard streams of one attempt after the other. */
final class Streams {
  private static final int STDIN = 0;

  private final Optional<OwnTerminal> terminal;
  private final Input input;

  /** Empty where the command has resil's own: nothing then stands between. */
  private final Optional<Outputs> outputs;

  private final StdoutMode stdout;

  Streams(
      Posix posix,
      EventLoop events,
      ProcessTable table,
      StreamPolicy policy,
      RunListener listener) {
    this.terminal =
        policy.ownTerminal()
            ? Optional.of(new OwnTerminal(posix, events, table, policy.stdin()))
            : Optional.empty();
    this.input =
        terminal.filter(OwnTerminal::hasKeyboard).isPresent()
            ? Input.OWN_TERMINAL
            : input(posix, events, policy, listener);
    this.outputs =
        policy.leavesOutputAlone()
            ? Optional.empty()
            : Optional.of(new Outputs(posix, events, policy, terminal, Spool.temporaryFolder()));
    this.stdout = policy.stdout();
  }

  private static Input input(
      Posix posix, EventLoop events, StreamPolicy policy, RunListener listener) {
    return switch (policy.stdin()) {
      case INHERIT -> Input.INHERITED;
      case NULL -> new NullInput(posix);
      case AUTO -> policy.onlyOnce() ? Input.INHERITED : new RewoundInput(posix, listener);
      case REPLAY -> {
        if (policy.onlyOnce()) {
          yield Input.INHERITED;
        }
        // what can be rewound is the same each time, and is then left where the command left it
        yield posix.seek(STDIN, 0, Posix.FROM_HERE) >= 0
            ? new RewoundInput(posix, listener)
            : new ReplayedInput(posix, events, Spool.temporaryFolder(), listener);
      }
    };
  }

  /** Makes them ready for an attempt, and says how its command is started. */
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

  /** The terminal of the command's own, where it has one. */
  Optional<OwnTerminal> terminal() {
    return terminal;
  }

  /** The command has its own copies of the descriptors, or could not be started. */
  void opened() {
    input.opened();
    outputs.ifPresent(Outputs::opened);
  }

  /** Whether the command was cut off from its terminal, since nobody reads resil's output. */
  boolean cutOff() {
    return terminal.isPresent() && outputs.filter(Outputs::unread).isPresent();
  }

  /** Whether something moves bytes while the command runs, and may fail. */
  boolean mayFail() {
    return outputs.isPresent();
  }

  /** Whether something keeps the attempt from going on. */
  boolean failed() {
    return outputs.filter(Outputs::failed).isPresent();
  }

  /**
   * The command has ended: takes in what it left in its pipes.
   *
   * @return the signal by which the user stopped the run meanwhile
   */
  OptionalInt drain(Child child) {
    input.ended();
    return outputs.isPresent() ? outputs.get().drain(child) : OptionalInt.empty();
  }

  /**
   * The attempt is over.
   *
   * @return what kept it from going on to its own end
   */
  Optional<String> ended() {
    Optional<String> failure = input.failure();
    return outputs.flatMap(Outputs::ended).or(() -> failure);
  }

  /** What was found in the attempt's output. */
  Set<OutputPattern> found() {
    return outputs.map(Outputs::found).orElse(Set.of());
  }

  /** It is known whether the attempt succeeded. */
  void judged(boolean success) {
    if (!success && stdout == StdoutMode.SUCCESS) {
      outputs.ifPresent(Outputs::reject);
    }
  }

  /** The run is over, and what is held is not taken. */
  void replaced() {
    outputs.ifPresent(Outputs::reject);
  }

  /**
   * The run is over: what is held is taken.
   *
   * @param copy is given it too
   */
  DrainResult conclude(Consumer<Spool> copy) {
    return outputs.map(out -> out.accept(copy)).orElseGet(DrainResult.Complete::new);
  }
}
