package dev.resil.command;

import dev.resil.io.EventLoop;
import dev.resil.outcome.Signals;
import dev.resil.posix.LineDiscipline;
import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import dev.resil.posix.ReceivedSignal;
import dev.resil.posix.TerminalSize;
import dev.resil.posix.Terminals;
import dev.resil.process.JobControl;
import dev.resil.process.ProcessTable;
import dev.resil.run.Alarm;
import java.util.OptionalLong;

/**
 * The terminal of each attempt's command, in a session of its own. If a user sits at resil's
 * terminal, resil makes that one raw while the command runs: keys pass through as they are typed,
 * and this terminal interprets them, in the modes that the command sets.
 *
 * <p>Job control needs help. The command leads its session, so no process in it could continue the
 * command, and the kernel discards its TSTP (POSIX, orphaned process group). Instead, resil stops
 * it with STOP, then stops itself and the rest of its own job, and continues the command when it is
 * continued itself.
 */
public final class OwnTerminal implements Alarm, JobControl {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int NONE = -1;

  private static final int CHLD = EventLoop.CHLD;
  private static final int CONT = Signals.require("CONT");
  private static final int STOP = Signals.require("STOP");
  private static final int TSTP = Signals.require("TSTP");
  private static final int WINCH = Signals.require("WINCH");

  /** The size that programs assume if it is unknown. */
  private static final TerminalSize USUAL_SIZE = new TerminalSize(24, 80);

  /** The time in which a program that handles TSTP restores its screen. */
  private static final long TIDY_NANOS = 100_000_000;

  /**
   * The interval of checks for the foreground: a shell that brings a running job there sends no
   * signal.
   */
  private static final long LOOK_NANOS = 250_000_000;

  private final Posix posix;
  private final Terminals terminals;
  private final EventLoop events;
  private final ProcessTable table;
  private final OuterTerminal outer;
  private final Keyboard keyboard;
  private final boolean hasKeyboard;

  private final boolean isTypedAtByResil;

  private int side = NONE;
  private int commandSide = NONE;
  private int command = NONE;
  private boolean attached;
  private long lastLook;
  private OptionalLong stop = OptionalLong.empty();

  OwnTerminal(Posix posix, EventLoop events, ProcessTable table, StdinMode stdin) {
    this.posix = posix;
    this.terminals = posix.terminals();
    this.events = events;
    this.table = table;
    this.outer = new OuterTerminal(posix, terminals);
    this.keyboard = new Keyboard(posix, events, this);
    this.hasKeyboard =
        (stdin == StdinMode.AUTO || stdin == StdinMode.INHERIT || stdin == StdinMode.PTY)
            && posix.isTerminal(STDIN)
            && posix.isTerminal(STDOUT);
    this.isTypedAtByResil =
        !hasKeyboard && (stdin == StdinMode.PTY || (stdin == StdinMode.AUTO && hasNoInput(posix)));
    events.commandHasOwnTerminal();
    events.add((Alarm) this);
  }

  /** Whether resil's stdin is /dev/null, as in cron. */
  private static boolean hasNoInput(Posix posix) {
    return new ProcFiles(posix).link("self/fd/" + STDIN).filter("/dev/null"::equals).isPresent();
  }

  /** Whether the command's stdin is this terminal, instead of resil's stdin. */
  boolean isStdin() {
    return hasKeyboard || isTypedAtByResil;
  }

  /** Whether resil types its input at this terminal, instead of a user. */
  boolean isTypedAtByResil() {
    return isTypedAtByResil;
  }

  /**
   * Opens a terminal for an attempt. resil keeps the command's side open while the command runs:
   * some commands close their output before they exit (coreutils do, to detect write errors), which
   * looks like the end to the reader, and closing the terminal then would send the command a HUP.
   *
   * @return the descriptor to read its output from
   */
  int open() throws StreamException {
    int opened = terminals.open();
    if (opened < 0) {
      throw new StreamException("--pty: no pseudo-terminal: " + posix.message(-opened));
    }
    side = opened;
    posix.setNonBlocking(side);
    if (hasKeyboard) {
      outer.modes().ifPresent(modes -> terminals.setModes(side, modes));
    } else {
      terminals.plainLineFeeds(side); // the destination handles line ends itself
    }
    if (isTypedAtByResil) {
      terminals.modes(side).ifPresent(this::setModesForData);
    }
    resize();
    commandSide = posix.open(path(), false, true);
    return side;
  }

  private void setModesForData(byte[] modes) {
    terminals.setModes(side, new LineDiscipline(modes).forData());
  }

  /** Its treatment of keys at present. */
  LineDiscipline lineDiscipline() {
    return new LineDiscipline(terminals.modes(side).orElseThrow());
  }

  /** Whether the command has read everything that was typed, up to the last end of a line. */
  boolean allTypedIsRead() {
    return commandSide >= 0
        && posix.poll(new int[] {commandSide}, new short[] {Posix.POLLIN}, new short[1], 0) == 0;
  }

  /** Types a single key, if there is room. */
  void type(int key) {
    posix.write(side, new byte[] {(byte) key}, 0, 1);
  }

  /** The path by which the command opens it. */
  String path() {
    return terminals.path(side);
  }

  /** Called when the command has started. */
  void started(int pid) {
    command = pid;
    keyboard.forget();
    attach();
  }

  /** Called when the command has ended, or could not be started. */
  void ended() {
    detach();
    command = NONE;
    stop = OptionalLong.empty();
    if (commandSide >= 0) {
      posix.close(commandSide);
      commandSide = NONE;
    }
  }

  /** Closes the descriptor from which output was read. */
  void close(int which) {
    if (which == side) {
      detach();
      side = NONE;
    }
    posix.close(which);
  }

  int side() {
    return side;
  }

  private void attach() {
    lastLook = events.nanos();
    if (isDetached() && outer.inForeground()) {
      outer.makeRaw();
      events.add(keyboard);
      attached = true;
    }
  }

  private boolean isDetached() {
    return hasKeyboard && !attached && command != NONE && side != NONE;
  }

  private void detach() {
    if (attached) {
      leave();
      outer.restore();
    }
  }

  private void leave() {
    attached = false;
    events.remove(keyboard);
  }

  /**
   * Whether resil may read the keyboard without being stopped: not if it is in the background now.
   */
  boolean mayRead() {
    if (attached && !outer.inForeground()) {
      leave();
    }
    return attached;
  }

  /**
   * The signal that a key sends to the command; 0 for none, or if it goes to another process group.
   */
  int signalOf(int key) {
    int signal = terminals.keySignal(side, key);
    return signal != 0 && terminals.foregroundGroup(side) == command ? signal : 0;
  }

  /** Called when the terminal has sent TSTP to the command, which may have no effect. */
  void stopTyped() {
    stop = OptionalLong.of(events.nanos() + TIDY_NANOS);
  }

  @Override
  public OptionalLong due() {
    return stop.isPresent() || !isDetached() ? stop : OptionalLong.of(lastLook + LOOK_NANOS);
  }

  @Override
  public void run() {
    if (stop.isEmpty()) {
      attach();
      return;
    }
    stop = OptionalLong.empty();
    if (command != NONE && !isStopped() && !table.ignores(command, TSTP)) {
      posix.kill(-command, STOP);
    }
  }

  private boolean isStopped() {
    return table.process(command).filter(ProcessTable.Running::stopped).isPresent();
  }

  /**
   * Handles a signal that concerns the terminal.
   *
   * @return whether the signal needs no further handling
   */
  @Override
  public boolean handles(ReceivedSignal signal) {
    if (signal.number() == WINCH) {
      resize();
    } else if (signal.number() == CONT) {
      resume(command != NONE && isStopped());
    } else if (signal.number() == CHLD && command != NONE && isStopped()) {
      posix.kill(0, TSTP); // the rest of the job, and resil
    }
    return signal.number() == WINCH || signal.number() == CONT || signal.number() == CHLD;
  }

  private void resize() {
    if (side != NONE) {
      terminals.resize(side, outer.size().orElse(USUAL_SIZE));
    }
  }

  @Override
  public void suspend(Runnable resil) {
    if (command != NONE && !isStopped()) {
      posix.kill(-command, STOP);
    }
    detach();
    resil.run();
    resume(command != NONE);
  }

  private void resume(boolean commandToo) {
    mayRead();
    attach();
    resize();
    if (commandToo) {
      posix.kill(-command, CONT);
    }
  }
}
