package dev.resil.posix;

import java.util.Optional;

/**
 * The system calls that resil makes itself, because the JDK's own ({@code ProcessBuilder}, {@code
 * sun.misc.Signal}) fold signals into exit codes, close inherited descriptors and change the
 * dispositions that the command should inherit.
 *
 * <p>There are two implementations: {@link FfmPosix} on a JVM, through the foreign-function API,
 * and one in the native image, through its C interface. Unless said otherwise an {@code int} result
 * below zero is the negated {@code errno} of the call that failed (see {@link Errno}). Nothing here
 * throws for an error of the system.
 *
 * <p>Signals are never handled asynchronously: they are <em>held</em> (blocked), and read from a
 * descriptor by the one thread that waits for everything. Dispositions are therefore left as they
 * were inherited, and so reach the command.
 */
public interface Posix {
  /** For {@link #poll}: there is something to read, or the end. */
  short POLLIN = 1;

  /** For {@link #poll}: there is room to write. */
  short POLLOUT = 4;

  /** From {@link #poll}: nobody reads from what would be written to. */
  short POLLERR = 8;

  /** From {@link #poll}: nobody writes any more. */
  short POLLHUP = 16;

  /** For {@link #seek}: from the start of the file. */
  int FROM_START = 0;

  /** For {@link #seek}: from where the file now stands. */
  int FROM_HERE = 1;

  /** The implementation for this runtime. */
  static Posix get() {
    return PosixProvider.INSTANCE;
  }

  /**
   * Starts a program as {@code posix_spawnp(3)} does, with this process's environment, the signal
   * mask that this process was started with, and every inherited descriptor.
   *
   * @return the child's process id, or the negated errno; {@code -ENOEXEC} for a script without an
   *     interpreter line
   */
  int spawn(Spawn spawn);

  /** One child that ended and has now been reaped, or empty while none has ended. */
  Optional<Reaped> reap();

  /** Whether this process has any child at all, running or ended. */
  boolean hasChildren();

  /**
   * Whether a file is there and, to this user, executable: {@code access(2)} with X_OK. A folder is
   * too.
   *
   * @param path as {@link dev.resil.text.RawText}: names in any encoding are found
   */
  boolean isExecutable(String path);

  /** {@code kill(2)}: 0, or the negated errno. */
  int kill(int pid, int signal);

  /**
   * A descriptor that stands for one process and never for a later one with the same id, closed on
   * exec: {@code pidfd_open(2)}.
   *
   * @return the descriptor, or the negated errno ({@code -ENOSYS} where the system has none)
   */
  int openProcess(int pid);

  /** Sends a signal to the process behind a descriptor of {@link #openProcess}. */
  int signalProcess(int descriptor, int signal);

  /**
   * The lowest process id in a range that is a child of this process, running or ended; 0 if there
   * is none. Needs no list of processes: {@code waitid(2)} is asked of each id.
   *
   * @param from the first id
   * @param to the last id
   */
  int nextChild(int from, int to);

  /**
   * Makes orphaned descendants children of this process (Linux: {@code PR_SET_CHILD_SUBREAPER}).
   *
   * @return 0, or the negated errno ({@code -ENOSYS} where the system has nothing of the kind)
   */
  int becomeSubreaper();

  /**
   * Blocks every signal that can be blocked, for this process from now on, and opens a descriptor,
   * closed on exec, from which they are read. Only a signal that a fault of this process raises
   * still ends it. SIGCHLD is taken back to its default, since nobody could wait for a child
   * otherwise.
   */
  int openSignals();

  /**
   * The next signal that arrived on a descriptor of {@link #openSignals}, or empty. Left out are
   * those that were ignored when this process was started, so that {@code nohup} works, and SIGPIPE
   * and SIGXFSZ of this process's own writes, which fail with an errno instead.
   */
  Optional<ReceivedSignal> readSignal(int descriptor);

  /**
   * Waits until one of the descriptors is ready, as {@code poll(2)}.
   *
   * @param descriptors the descriptors
   * @param events what is waited for, one mask a descriptor
   * @param ready receives what each is ready for
   * @param nanos how long to wait at most, in nanoseconds; negative for ever
   * @return how many are ready, 0 when the time is over, or the negated errno
   */
  int poll(int[] descriptors, short[] events, short[] ready, long nanos);

  /** {@code read(2)}: the number of bytes, 0 at the end, or the negated errno. */
  int read(int descriptor, byte[] buffer, int offset, int length);

  /** {@code write(2)}: the number of bytes taken, or the negated errno. */
  int write(int descriptor, byte[] buffer, int offset, int length);

  /**
   * {@code dup2(2)}: from now on a descriptor is the same open file as another, on exec as well.
   */
  int join(int descriptor, int other);

  /** {@code close(2)}. */
  int close(int descriptor);

  /**
   * {@code pipe(2)}; both ends are closed on exec.
   *
   * @param ends receives the end to read from and the end to write to
   */
  int pipe(int[] ends);

  /** Makes reads and writes of a descriptor's open file fail rather than wait (O_NONBLOCK). */
  int setNonBlocking(int descriptor);

  /**
   * {@code open(2)}, closed on exec and never as a controlling terminal.
   *
   * @param write for writing, rather than for reading
   * @param nonBlocking whether reads and writes fail rather than wait
   */
  int open(String path, boolean write, boolean nonBlocking);

  /**
   * A new file for reading and writing, for this user only, that has no name any more and so goes
   * away with its descriptor, which is closed on exec.
   */
  int temporaryFile(String folder);

  /**
   * {@code lseek(2)}: where the descriptor's open file now stands, or the negated errno, which is
   * {@code -ESPIPE} for a pipe, a socket or a terminal.
   *
   * @param whence {@link #FROM_START} or {@link #FROM_HERE}
   */
  long seek(int descriptor, long offset, int whence);

  /** How many bytes a pipe or socket holds for reading ({@code FIONREAD}), or the negated errno. */
  int available(int descriptor);

  /** Whether the descriptor is a terminal. */
  boolean isTerminal(int descriptor);

  /** Columns of the terminal behind the descriptor, 0 where it is none or does not say. */
  int terminalColumns(int descriptor);

  /** Whether this process is in the foreground process group of the descriptor's terminal. */
  boolean inForeground(int descriptor);

  /** What there is to ask of terminals beyond that. */
  Terminals terminals();

  /** What moves bytes faster than reading and writing them. */
  ZeroCopy zeroCopy();

  /** A variable of this process's environment; cheaper than all of them. */
  Optional<String> variable(String name);

  /** This process's id. */
  int pid();

  /** This process's group. */
  int processGroup();

  /** The process group of another process, or the negated errno: {@code getpgid(2)}. */
  int processGroup(int pid);

  /** The session of a process, or the negated errno: {@code getsid(2)}; 0 if it is not visible. */
  int session(int pid);

  /** Whether this process leads its session: a terminal that hangs up tells the leader alone. */
  default boolean leadsSession() {
    return session(0) == pid();
  }

  /** Fills the buffer with random bytes of the system's generator ({@code getentropy(3)}). */
  void random(byte[] buffer);

  /** The system's words for an errno, as {@code strerror(3)}. */
  String message(int errno);
}
