package dev.resil.command;

import dev.resil.io.DrainResult;
import dev.resil.io.EventLoop;
import dev.resil.io.LiveSink;
import dev.resil.io.Sink;
import dev.resil.io.Spool;
import dev.resil.io.Tail;
import dev.resil.outcome.LineWatcher;
import dev.resil.outcome.OutputPattern;
import dev.resil.outcome.OutputPattern.Stream;
import dev.resil.outcome.Signals;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import dev.resil.posix.ReceivedSignal;
import dev.resil.posix.Spawn;
import dev.resil.process.Child;
import dev.resil.text.Printable;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** The standard output and standard error of each attempt in turn, held or searched. */
final class Outputs {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  /** How long to wait for a background process that holds a pipe open. */
  private static final long BACKGROUND_NANOS = 1_000_000_000;

  /** How long the search may continue after the deadline; ordinary output takes far less. */
  private static final long SEARCH_NANOS = 50_000_000;

  private final Posix posix;
  private final EventLoop events;
  private final StreamPolicy policy;
  private final Optional<OwnTerminal> terminal;
  private final Optional<Tail> tail;
  private final String folder;
  private final Channel out;
  private final Channel err;

  /** Whether one pipe takes both streams, which keeps the order of their lines. */
  private final boolean joins;

  private Set<OutputPattern> found = Set.of();
  private boolean searched;
  private long lastProgress;
  private Optional<LiveSink> liveOut = Optional.empty();
  private Optional<LiveSink> liveErr = Optional.empty();

  /**
   * One output stream of the command: the end that it writes to, and the pump that reads the other
   * end.
   */
  private static final class Channel {
    private int commandEnd = Spawn.INHERIT;
    private Optional<OutputPump> pump = Optional.empty();
    private Optional<Spool> held = Optional.empty();
    private final Optional<LineWatcher> watcher;

    Channel(Optional<LineWatcher> watcher) {
      this.watcher = watcher;
    }
  }

  Outputs(
      Posix posix,
      EventLoop events,
      StreamPolicy policy,
      Optional<OwnTerminal> terminal,
      Optional<Tail> tail,
      String folder) {
    this.posix = posix;
    this.events = events;
    this.policy = policy;
    this.terminal = terminal;
    this.tail = tail;
    this.folder = folder;
    // a terminal joins both streams, and is searched for all patterns
    this.out =
        new Channel(
            terminal.isPresent()
                ? LineWatcher.ofTerminal(policy.patterns())
                : LineWatcher.of(patterns(Stream.STDOUT)));
    this.err =
        new Channel(
            terminal.isPresent() ? Optional.empty() : LineWatcher.of(patterns(Stream.STDERR)));
    this.joins =
        terminal.isEmpty() && policy.treatsBothAlike() && OneSink.takesBoth(new ProcFiles(posix));
  }

  private List<OutputPattern> patterns(Stream stream) {
    return policy.patterns().stream()
        .filter(pattern -> pattern.stream() == stream || pattern.stream() == Stream.OUTPUT)
        .toList();
  }

  /** Prepares the streams for an attempt; rejects the held output of the previous one. */
  void open() throws StreamException {
    reject();
    tail.ifPresent(Tail::clear);
    found = Set.of();
    searched = true;
    lastProgress = events.nanos();
    boolean holds = policy.stdout() != StdoutMode.LIVE;
    if (terminal.isPresent()) {
      connect(terminal.get(), holds ? held(out) : liveOut());
      return;
    }
    if (holds || policy.watched() || out.watcher.isPresent()) {
      connect(out, holds ? held(out) : liveOut());
    }
    boolean holdsErrors = policy.stderr() != StderrMode.LIVE;
    if (joins) {
      err.commandEnd = out.commandEnd;
    } else if (holdsErrors || policy.watched() || err.watcher.isPresent()) {
      connect(err, holdsErrors ? held(err) : liveErr());
    }
  }

  private Sink held(Channel channel) {
    Spool spool = new Spool(posix, folder);
    channel.held = Optional.of(spool);
    return new HeldSink(spool);
  }

  private void connect(Channel channel, Sink sink) throws StreamException {
    int[] ends = new int[2];
    int error = posix.pipe(ends);
    if (error < 0) {
      throw new StreamException("cannot create a pipe: " + posix.message(-error));
    }
    channel.commandEnd = ends[1];
    channel.watcher.ifPresent(LineWatcher::restart);
    channel.pump = Optional.of(pump(ends[0], sink, channel.watcher, posix::close));
  }

  private OutputPump pump(
      int source, Sink sink, Optional<LineWatcher> watcher, IntConsumer closer) {
    Runnable progress = policy.watched() ? () -> lastProgress = events.nanos() : () -> {};
    return new OutputPump(posix, events, source, sink, watcher, tail, closer, progress);
  }

  /** Connects the terminal, which merges both streams. */
  private void connect(OwnTerminal own, Sink sink) throws StreamException {
    out.watcher.ifPresent(LineWatcher::restart);
    out.pump = Optional.of(pump(own.open(), sink, out.watcher, own::close));
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

  /** The descriptor that becomes the command's standard output. */
  int stdout() {
    return out.commandEnd;
  }

  /** The descriptor that becomes the command's standard error. */
  int stderr() {
    return err.commandEnd;
  }

  /**
   * Called when the command has started with its own copies of the descriptors, or could not be
   * started.
   */
  void opened() {
    if (out.commandEnd >= 0) {
      posix.close(out.commandEnd);
    }
    if (err.commandEnd >= 0 && err.commandEnd != out.commandEnd) {
      posix.close(err.commandEnd);
    }
    out.commandEnd = Spawn.INHERIT;
    err.commandEnd = Spawn.INHERIT;
  }

  private List<OutputPump> pumps() {
    return List.of(out, err).stream().flatMap(c -> c.pump.stream()).toList();
  }

  /** Whether resil's output has no reader. */
  boolean unread() {
    return pumps().stream().anyMatch(pump -> pump.error() == Errno.EPIPE);
  }

  /** The time at which watched output was last read, passed on or searched. */
  long lastProgress() {
    return lastProgress;
  }

  /** Whether output waits for its reader, or for the search. */
  boolean waiting() {
    return pumps().stream().anyMatch(pump -> pump.pending() || pump.isBusy());
  }

  /** Whether output could not be passed on or kept: the attempt must end. */
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
   * Called when the command has ended: passes on and searches what it left in its pipes, and waits
   * a while for its background processes to close them.
   *
   * @param deadline the end of the search, which always has a moment
   * @return the signal by which the user stopped the run meanwhile
   */
  OptionalInt drain(Child child, Deadline deadline) {
    pumps().forEach(OutputPump::commandEnded);
    long start = events.nanos();
    long end = start + BACKGROUND_NANOS;
    Deadline searchEnd = deadline;
    while (!pumps().stream().allMatch(OutputPump::finished)) {
      boolean pending = pumps().stream().anyMatch(OutputPump::pending);
      boolean busy = pumps().stream().anyMatch(OutputPump::isBusy);
      long now = events.nanos();
      if (busy && searchEnd.isOver(now) && now - start >= SEARCH_NANOS) {
        searched = false;
        pumps().forEach(OutputPump::stopSearch);
        continue;
      }
      long left = pending || busy ? -1 : end - now;
      if (!pending && !busy && left <= 0) {
        break;
      }
      Optional<ReceivedSignal> signal = events.await(left, () -> true);
      child.reap();
      if (signal.filter(EventLoop::stops).isPresent()) {
        return OptionalInt.of(signal.get().number());
      } else if (signal.filter(EventLoop::timesOut).isPresent()) {
        searchEnd = Deadline.after(Duration.ZERO, now);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Called when the attempt has ended; later output of background processes is passed on as it
   * comes.
   *
   * @return the error that kept output from being passed on or kept
   */
  Optional<String> ended() {
    searched &= pumps().stream().noneMatch(OutputPump::isBusy);
    pumps().forEach(OutputPump::attemptEnded);
    found =
        List.of(out, err).stream()
            .filter(channel -> channel.pump.isPresent())
            .flatMap(channel -> channel.watcher.stream())
            .flatMap(watcher -> watcher.found().stream())
            .collect(Collectors.toSet());
    OptionalInt error = error();
    Optional<String> failure = Optional.empty();
    if (error.isPresent()) {
      failure = Optional.of(failure(posix.message(error.getAsInt()), rejectAll()));
    } else {
      // what background processes print later belongs to no attempt
      out.held.flatMap(_ -> out.pump).ifPresent(pump -> pump.redirect(later()));
      err.held.flatMap(_ -> err.pump).ifPresent(pump -> pump.redirect(Sink.DROPPED));
    }
    out.pump = Optional.empty();
    err.pump = Optional.empty();
    return failure;
  }

  private Sink later() {
    return policy.ofRejected() == Fate.DROPPED ? Sink.DROPPED : liveErr();
  }

  private String failure(String reason, boolean saved) {
    String rest = saved ? "its output is on stderr" : "part of its output was lost";
    return policy.holdsOutput()
        ? "cannot keep its output in %s: %s; %s".formatted(Printable.of(folder), reason, rest)
        : "cannot write its output: " + reason;
  }

  /** The patterns found in the attempt's output. */
  Set<OutputPattern> found() {
    return found;
  }

  /** Whether all output of the attempt has been searched; false if time ran out. */
  boolean searched() {
    return searched;
  }

  /** Writes all held output to stderr after an error of resil itself, so that it is not lost. */
  private boolean rejectAll() {
    boolean saved = isComplete(emit(out, Fate.STDERR));
    saved &= isComplete(emit(err, Fate.STDERR));
    for (OutputPump pump : pumps()) {
      byte[] rest = pump.refused();
      try (Spool last = new Spool(posix, folder)) {
        saved &= last.append(rest, 0, rest.length) == 0 && isComplete(emit(last, liveErr()));
      }
    }
    forget();
    return saved;
  }

  private static boolean isComplete(DrainResult result) {
    return result instanceof DrainResult.Complete;
  }

  /**
   * Writes the held output of an attempt that is not the last to stderr, or discards it. Ignores
   * errors of stderr, which cannot be reported.
   */
  void reject() {
    emit(out, policy.ofRejected());
    forget();
  }

  /**
   * Writes the held output to stderr, or discards it, after a fallback has answered.
   *
   * @param failed whether the fallback failed too
   */
  void replaced(boolean failed) {
    emit(out, policy.ofReplaced(failed));
    emit(err, policy.ofLastErrors(failed));
    forget();
  }

  private void forget() {
    for (Channel channel : List.of(out, err)) {
      channel.held.ifPresent(Spool::close);
      channel.held = Optional.empty();
    }
  }

  /**
   * Writes the held output of the last attempt, and passes it to {@code copy}.
   *
   * @param failed whether the run failed
   */
  DrainResult accept(Consumer<Spool> copy, boolean failed) {
    out.held.ifPresent(copy);
    DrainResult result = emit(out, policy.ofLast(failed));
    DrainResult errors =
        isComplete(result) ? emit(err, policy.ofLastErrors(failed)) : new DrainResult.Complete();
    forget();
    return errors instanceof DrainResult.Stopped(int signal) && signal != Signals.PIPE
        ? errors
        : result;
  }

  private DrainResult emit(Channel channel, Fate fate) {
    if (channel.held.isEmpty() || fate == Fate.DROPPED) {
      return new DrainResult.Complete();
    }
    return emit(channel.held.get(), fate == Fate.STDOUT ? liveOut() : liveErr());
  }

  private DrainResult emit(Spool spool, LiveSink sink) {
    return DrainResult.of(spool, sink, posix, events);
  }
}
