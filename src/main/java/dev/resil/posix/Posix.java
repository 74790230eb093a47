package dev.resil.posix;

import java.util.Map;
import java.util.Optional;

/**
 * The system calls that resil makes itself, because the JDK's counterparts ({@code ProcessBuilder},
 * {@code sun.misc.Signal}) fold signals into exit codes, close inherited descriptors and change the
 * dispositions that the command should inherit.
 *
 * <p>There are two implementations: {@link FfmPosix} on a JVM, through the foreign-function API,
 * and one in the native image, through its C interface. Unless stated otherwise, an {@code int}
 * result below zero is the negated {@code errno} of the failed call (see {@link Errno}). No method
 * throws for an error of the system.
 *
 * <p>Signals are never handled asynchronously: they are <em>held</em> (blocked), and read from a
 * descriptor by the event loop's thread. So resil changes no disposition, and the command inherits
 * those that resil inherited.
 */
public interface Posix {
  /** For {@link #poll}: data or the end can be read. */
  short POLLIN = 1;

  /** For {@link #poll}: writing does not block. */
  short POLLOUT = 4;

  /** From {@link #poll}: the pipe or socket has no reader. */
  short POLLERR = 8;

  /** From {@link #poll}: the pipe or socket has no writer. */
  short POLLHUP = 16;

  /** A size for the name of any current folder, in bytes: {@code PATH_MAX} of Linux. */
  int PATH_MAX = 4096;

  /** The current folder if its name is not known. */
  String GONE = "/proc/self/cwd";

  /** For {@link #seek}: from the start of the file. */
  int FROM_START = 0;

  /** For {@link #seek}: from the current position. */
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

  /**
   * Becomes another program as {@code execvp(3)} does, with this process's id, the signal mask and
   * the dispositions that it was started with, and every inherited descriptor. A held signal that
   * has not been read takes effect first.
   *
   * @param program the program; its streams are this process's
   * @return only on failure: the negated errno
   */
  int replace(Spawn program);

  /** Reaps one ended child; empty if none has ended. */
  Optional<Reaped> reap();

  /** Whether this process has a child, running or ended. */
  boolean hasChildren();

  /**
   * Whether a file exists and this user may execute it: {@code access(2)} with X_OK. True for
   * folders.
   *
   * @param path as {@link dev.resil.text.RawText}: names in any encoding are found
   */
  boolean isExecutable(String path);

  /** {@code kill(2)}: 0, or the negated errno. */
  int kill(int pid, int signal);

  /**
   * Opens a descriptor for a process, which never refers to a later process with the same id. It is
   * closed on exec: {@code pidfd_open(2)}.
   *
   * @return the descriptor, or the negated errno ({@code -ENOSYS} if the system has no such call)
   */
  int openProcess(int pid);

  /**
   * Opens a descriptor that becomes readable when a file is renamed to a name in a folder, or
   * removed from it: {@code inotify(7)}. It does not block, and is closed on exec.
   *
   * @return the descriptor, or the negated errno ({@code -ENOSYS} if the system has no such call)
   */
  int watchFolder(String path);

  /** Sends a signal to the process behind a descriptor of {@link #openProcess}. */
  int signalProcess(int descriptor, int signal);

  /**
   * The lowest id in a range that is a child of this process, running or ended; 0 if there is none.
   * Needs no list of processes: calls {@code waitid(2)} for each id.
   *
   * @param from the first id
   * @param to the last id
   */
  int nextChild(int from, int to);

  /**
   * Makes orphaned descendants children of this process (Linux: {@code PR_SET_CHILD_SUBREAPER}).
   *
   * @return 0, or the negated errno ({@code -ENOSYS} if the system cannot)
   */
  int becomeSubreaper();

  /**
   * Blocks all signals that can be blocked, for the rest of this process, and opens a descriptor,
   * closed on exec, to read them from. Only a signal raised by a fault of this process still ends
   * it. SIGCHLD gets its default disposition, without which children could not be reaped.
   */
  int openSignals();

  /**
   * Reads the next signal from a descriptor of {@link #openSignals}; empty if there is none. Skips
   * signals that this process inherited as ignored, so that {@code nohup} works, and SIGPIPE and
   * SIGXFSZ of this process's own writes, which fail with an errno instead.
   */
  Optional<ReceivedSignal> readSignal(int descriptor);

  /**
   * Waits until one of the descriptors is ready, as {@code poll(2)}.
   *
   * @param descriptors the descriptors
   * @param events the events to wait for, one mask per descriptor
   * @param ready receives the events that occurred, one mask per descriptor
   * @param nanos the longest wait, in nanoseconds; negative for no limit
   * @return the number of ready descriptors, 0 after the longest wait, or the negated errno
   */
  int poll(int[] descriptors, short[] events, short[] ready, long nanos);

  /** {@code read(2)}: the number of bytes, 0 at the end, or the negated errno. */
  int read(int descriptor, byte[] buffer, int offset, int length);

  /** {@code write(2)}: the number of bytes written, or the negated errno. */
  int write(int descriptor, byte[] buffer, int offset, int length);

  /**
   * {@code dup2(2)}: makes a descriptor refer to the open file of another, and stay open on exec.
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

  /** Makes reads and writes of a descriptor's open file fail instead of block (O_NONBLOCK). */
  int setNonBlocking(int descriptor);

  /**
   * {@code open(2)}; closed on exec, and never as the controlling terminal.
   *
   * @param write whether to open for writing instead of reading
   * @param nonBlocking whether reads and writes fail instead of block
   */
  int open(String path, boolean write, boolean nonBlocking);

  /**
   * Creates a file for reading and writing, for this user only. It has no name, so it is deleted
   * when its descriptor is closed, which happens on exec.
   */
  int temporaryFile(String folder);

  /**
   * {@code lseek(2)}: the new position of the open file, or the negated errno: {@code -ESPIPE} for
   * a pipe, a socket or a terminal.
   *
   * @param whence {@link #FROM_START} or {@link #FROM_HERE}
   */
  long seek(int descriptor, long offset, int whence);

  /** The number of bytes to read from a pipe or socket ({@code FIONREAD}), or the negated errno. */
  int available(int descriptor);

  /** Whether the descriptor is a terminal. */
  boolean isTerminal(int descriptor);

  /** Columns of the terminal behind the descriptor; 0 if unknown, or if it is not a terminal. */
  int terminalColumns(int descriptor);

  /** Whether this process is in the foreground process group of the descriptor's terminal. */
  boolean inForeground(int descriptor);

  /** Further calls for terminals. */
  Terminals terminals();

  /** Calls that move bytes faster than read and write. */
  ZeroCopy zeroCopy();

  /** Attributes of files besides owner and mode. */
  ExtendedAttributes extendedAttributes();

  /**
   * {@code statx(2)}, without following a link; {@link FileStatus} reads its structure.
   *
   * @param found {@link FileStatus#STATX} bytes
   * @return 0 or a negated errno
   */
  int statx(String path, byte[] found);

  /** The effective user's id, as an unsigned number. */
  int effectiveUser();

  /**
   * A variable of this process's environment, as {@link dev.resil.text.RawText}; cheaper than
   * reading all of them.
   */
  Optional<String> variable(String name);

  /** The variables whose names begin with some ASCII text; a map of the caller's own. */
  Map<String, String> variables(String prefix);

  /**
   * Overwrites a part of one of the program's arguments in the memory that {@code ps} shows. On a
   * JVM, whose launcher has that memory, this does nothing.
   *
   * @param fromEnd the argument's distance from the end: 1 for the last
   * @param start the first byte
   * @param length the number of bytes
   */
  void hideArgument(int fromEnd, int start, int length);

  /**
   * The current folder, as {@link dev.resil.text.RawText}: {@code getcwd(3)}. If it was removed,
   * {@code /proc/self/cwd}.
   */
  String workingDirectory();

  /** This process's id. */
  int pid();

  /** This process's process group. */
  int processGroup();

  /** The process group of another process, or the negated errno: {@code getpgid(2)}. */
  int processGroup(int pid);

  /** The session of a process, or the negated errno: {@code getsid(2)}; 0 if not visible. */
  int session(int pid);

  /** Whether this process leads its session. When a terminal hangs up, only the leader gets HUP. */
  default boolean leadsSession() {
    return session(0) == pid();
  }

  /** Fills the buffer with random bytes of the system's generator ({@code getentropy(3)}). */
  void random(byte[] buffer);

  /** The system's message for an errno: {@code strerror(3)}. */
  String message(int errno);

  /** The C library that this process uses, and its version if known, such as {@code glibc 2.41}. */
  String library();
}
