package dev.resil.command;

import dev.resil.io.EventLoop;
import dev.resil.outcome.Signals;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.posix.TerminalSize;
import dev.resil.posix.Terminals;
import dev.resil.process.JobControl;
import dev.resil.process.ProcessTable;
import dev.resil.run.Alarm;
import java.util.OptionalLong;

/**
 * The terminal that each attempt's command has to itself, in a session of its own. Where a user
 * sits at resil's terminal, that one becomes a mere line to this one while the command runs: keys
 * go through as they are typed, and what they mean is decided here, as the command wants it.
 *
 * <p>Job control needs help. The command leads its session, so nobody in it could continue the
 * command, and a kernel therefore drops its TSTP (POSIX, orphaned process group). resil stops it
 * with STOP instead, then itself and the rest of its own job, and continues it when it is continued
 * itself.
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

  /** What programs assume where nobody says. */
  private static final TerminalSize USUAL_SIZE = new TerminalSize(24, 80);

  /** A program that handles TSTP puts its screen in order within this time. */
  private static final long TIDY_NANOS = 100_000_000;

  /** A shell that brings a running job to the foreground tells nobody. */
  private static final long LOOK_NANOS = 250_000_000;

  private final Posix posix;
  private final Terminals terminals;
  private final EventLoop events;
  private final ProcessTable table;
  private final OuterTerminal outer;
  private final Keyboard keyboard;
  private final boolean hasKeyboard;
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
        (stdin == StdinMode.AUTO || stdin == StdinMode.INHERIT)
            && posix.isTerminal(STDIN)
            && posix.isTerminal(STDOUT);
    events.commandHasOwnTerminal();
    events.add((Alarm) this);
  }

  /** Whether the command's input is this terminal, rather than what resil was given. */
  boolean hasKeyboard() {
    return hasKeyboard;
  }

  /**
   * A new terminal for an attempt. resil itself keeps the command's side of it open as long as the
   * command runs: a terminal that its command has closed on its way out (as coreutils do, to learn
   * of write errors) looks to the reader like one that is done with, and closing it would send the
   * command a HUP before it has exited.
   *
   * @return the descriptor from which its output is read
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
      terminals.plainLineFeeds(side); // where the output goes knows itself what a line's end is
    }
    resize();
    commandSide = posix.open(path(), false, true);
    return side;
  }

  /** Where the command finds it. */
  String path() {
    return terminals.path(side);
  }

  /** The command runs. */
  void started(int pid) {
    command = pid;
    keyboard.forget();
    attach();
  }

  /** The command does not run any more, or never did. */
  void ended() {
    detach();
    command = NONE;
    stop = OptionalLong.empty();
    if (commandSide >= 0) {
      posix.close(commandSide);
      commandSide = NONE;
    }
  }

  /** Nobody needs the side of a terminal any more from which output was read. */
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

  /** Whether reading from the keyboard does not stop resil, which others may have put behind. */
  boolean mayRead() {
    if (attached && !outer.inForeground()) {
      leave();
    }
    return attached;
  }

  /** The signal that a key sends to the command, 0 where it sends none or sends it to others. */
  int signalOf(int key) {
    int signal = terminals.keySignal(side, key);
    return signal != 0 && terminals.foregroundGroup(side) == command ? signal : 0;
  }

  /** The command has been sent TSTP, which may have no effect. */
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
   * Does what a signal means for a command with its own terminal.
   *
   * @return whether nothing more is to be done about it
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
