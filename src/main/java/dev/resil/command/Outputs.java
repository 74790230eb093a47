package dev.resil.command;

import dev.resil.io.DrainResult;
import dev.resil.io.EventLoop;
import dev.resil.io.LiveSink;
import dev.resil.io.Sink;
import dev.resil.io.Spool;
import dev.resil.outcome.LineWatcher;
import dev.resil.outcome.OutputPattern;
import dev.resil.outcome.OutputPattern.Stream;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.posix.Spawn;
import dev.resil.process.Child;
import dev.resil.text.Printable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** Standard output and standard error of one attempt after the other, held back or searched. */
final class Outputs {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  /** How long a process in the background that holds a pipe open is waited for. */
  private static final long BACKGROUND_NANOS = 1_000_000_000;

  private final Posix posix;
  private final EventLoop events;
  private final StreamPolicy policy;
  private final Optional<OwnTerminal> terminal;
  private final String folder;
  private final Channel out;
  private final Channel err;
  private Set<OutputPattern> found = new HashSet<>();
  private Optional<Spool> held = Optional.empty();
  private Optional<LiveSink> liveOut = Optional.empty();
  private Optional<LiveSink> liveErr = Optional.empty();

  /** One stream of the command's: the end that it writes to, and what reads from the other one. */
  private static final class Channel {
    private int commandEnd = Spawn.INHERIT;
    private Optional<OutputPump> pump = Optional.empty();
  }

  Outputs(
      Posix posix,
      EventLoop events,
      StreamPolicy policy,
      Optional<OwnTerminal> terminal,
      String folder) {
    this.posix = posix;
    this.events = events;
    this.policy = policy;
    this.terminal = terminal;
    this.folder = folder;
    this.out = new Channel();
    this.err = new Channel();
  }

  /** Makes the streams ready for an attempt; what was held of the one before is not taken. */
  void open() throws StreamException {
    reject();
    found = new HashSet<>();
    boolean holds = policy.stdout() != StdoutMode.LIVE;
    if (holds) {
      held = Optional.of(new Spool(posix, folder));
    }
    if (terminal.isPresent()) {
      connect(terminal.get(), holds ? new HeldSink(held.orElseThrow()) : liveOut());
      return;
    }
    if (holds || isWatched(Stream.STDOUT)) {
      connect(out, holds ? new HeldSink(held.orElseThrow()) : liveOut(), Stream.STDOUT);
    }
    if (isWatched(Stream.STDERR)) {
      connect(err, liveErr(), Stream.STDERR);
    }
  }

  private boolean isWatched(Stream stream) {
    return policy.patterns().stream().anyMatch(pattern -> concerns(pattern, stream));
  }

  private static boolean concerns(OutputPattern pattern, Stream stream) {
    return pattern.stream() == stream || pattern.stream() == Stream.OUTPUT;
  }

  private void connect(Channel channel, Sink sink, Stream stream) throws StreamException {
    int[] ends = new int[2];
    int error = posix.pipe(ends);
    if (error < 0) {
      throw new StreamException("cannot create a pipe: " + posix.message(-error));
    }
    List<OutputPattern> patterns =
        policy.patterns().stream().filter(pattern -> concerns(pattern, stream)).toList();
    Optional<LineWatcher> watcher =
        patterns.isEmpty() ? Optional.empty() : Optional.of(new LineWatcher(patterns, found));
    channel.commandEnd = ends[1];
    channel.pump = Optional.of(new OutputPump(posix, events, ends[0], sink, watcher));
  }

  /** Both streams are one there, and so every pattern is searched for in it. */
  private void connect(OwnTerminal own, Sink sink) throws StreamException {
    Optional<LineWatcher> watcher =
        policy.patterns().isEmpty()
            ? Optional.empty()
            : Optional.of(LineWatcher.ofTerminal(policy.patterns(), found));
    out.pump = Optional.of(new OutputPump(posix, events, own.open(), sink, watcher, own::close));
    out.commandEnd = Spawn.TERMINAL;
    err.commandEnd = Spawn.TERMINAL;
  }

  private LiveSink liveOut() {
    if (liveOut.isEmpty()) {
      liveOut = Optional.of(LiveSink.of(posix, STDOUT));
    }
    return liveOut.get();
  }

  private LiveSink liveErr() {
    if (liveErr.isEmpty()) {
      liveErr = Optional.of(LiveSink.of(posix, STDERR));
    }
    return liveErr.get();
  }

  /** What becomes the command's standard output. */
  int stdout() {
    return out.commandEnd;
  }

  /** What becomes the command's standard error. */
  int stderr() {
    return err.commandEnd;
  }

  /** The command has been started, and has its own copies of the descriptors, or could not be. */
  void opened() {
    for (Channel channel : List.of(out, err)) {
      if (channel.commandEnd >= 0) {
        posix.close(channel.commandEnd);
      }
      channel.commandEnd = Spawn.INHERIT;
    }
  }

  private List<OutputPump> pumps() {
    return List.of(out, err).stream().flatMap(c -> c.pump.stream()).toList();
  }

  /** Whether nobody reads resil's output any more. */
  boolean unread() {
    return pumps().stream().anyMatch(pump -> pump.error() == Errno.EPIPE);
  }

  /** Whether something keeps the output from being passed on or kept: the attempt cannot go on. */
  boolean failed() {
    return error().isPresent();
  }

  private OptionalInt error() {
    return pumps().stream()
        .mapToInt(OutputPump::error)
        .filter(error -> error != 0 && error != Errno.EPIPE)
        .findFirst();
  }

  /**
   * The command has ended: passes on what it left in its pipes, and waits a while for what else it
   * started to close them.
   *
   * @return the signal by which the user stopped the run meanwhile
   */
  OptionalInt drain(Child child) {
    pumps().forEach(OutputPump::commandEnded);
    long end = events.nanos() + BACKGROUND_NANOS;
    while (!pumps().stream().allMatch(OutputPump::finished)) {
      boolean pending = pumps().stream().anyMatch(OutputPump::pending);
      long left = pending ? -1 : end - events.nanos();
      if (!pending && left <= 0) {
        break;
      }
      Optional<ReceivedSignal> signal = events.await(left, () -> true);
      child.reap();
      if (signal.filter(EventLoop::stops).isPresent()) {
        return OptionalInt.of(signal.get().number());
      }
    }
    return OptionalInt.empty();
  }

  /**
   * The attempt is over; what is still to come from the background is passed on as it comes.
   *
   * @return what kept the output from being passed on or kept
   */
  Optional<String> ended() {
    for (OutputPump pump : pumps()) {
      pump.attemptEnded();
    }
    OptionalInt error = error();
    Optional<String> failure = Optional.empty();
    if (error.isPresent()) {
      failure = Optional.of(failure(posix.message(error.getAsInt()), rejectAll()));
    } else if (policy.stdout() != StdoutMode.LIVE) {
      out.pump.ifPresent(pump -> pump.redirect(policy.discardFailed() ? Sink.DROPPED : liveErr()));
    }
    out.pump = Optional.empty();
    err.pump = Optional.empty();
    return failure;
  }

  private String failure(String reason, boolean saved) {
    String rest = saved ? "what it printed is on stderr" : "not all that it printed could be saved";
    return policy.stdout() == StdoutMode.LIVE
        ? "cannot write its output: " + reason
        : "cannot keep its output in %s: %s; %s".formatted(Printable.of(folder), reason, rest);
  }

  /** What was found in the attempt's output. */
  Set<OutputPattern> found() {
    return Set.copyOf(found);
  }

  /** What resil could not do was the reason: what was held must not be lost, wherever it goes. */
  private boolean rejectAll() {
    boolean saved = held.map(spool -> isComplete(emit(spool, liveErr()))).orElse(true);
    for (OutputPump pump : pumps()) {
      byte[] rest = pump.refused();
      try (Spool last = new Spool(posix, folder)) {
        saved &= last.append(rest, 0, rest.length) == 0 && isComplete(emit(last, liveErr()));
      }
    }
    forget();
    return saved;
  }

  private static boolean isComplete(DrainResult emission) {
    return emission instanceof DrainResult.Complete;
  }

  /** What is held is not taken. Where stderr takes nothing either, there is nobody to tell. */
  void reject() {
    if (!policy.discardFailed()) {
      held.ifPresent(spool -> emit(spool, liveErr()));
    }
    forget();
  }

  private void forget() {
    held.ifPresent(Spool::close);
    held = Optional.empty();
  }

  /** What is held is taken: it goes to resil's own standard output, and to whoever keeps it. */
  DrainResult accept(Consumer<Spool> copy) {
    held.ifPresent(copy);
    DrainResult result =
        held.map(spool -> emit(spool, liveOut())).orElseGet(DrainResult.Complete::new);
    forget();
    return result;
  }

  private DrainResult emit(Spool spool, LiveSink sink) {
    return DrainResult.of(spool, sink, posix, events);
  }
}
