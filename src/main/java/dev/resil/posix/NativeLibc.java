package dev.resil.posix;

import java.util.List;
import org.graalvm.nativeimage.Platform;
import org.graalvm.nativeimage.Platforms;
import org.graalvm.nativeimage.c.CContext;
import org.graalvm.nativeimage.c.constant.CConstant;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.struct.CField;
import org.graalvm.nativeimage.c.struct.CFieldAddress;
import org.graalvm.nativeimage.c.struct.CStruct;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CCharPointerPointer;
import org.graalvm.nativeimage.c.type.CIntPointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.UnsignedWord;

/**
 * The C library for the native image, under its own names. Sizes, offsets and constants are those
 * of the platform: the image builder asks the C compiler.
 *
 * <p>A call that returns at once makes no transition: it is as cheap as a call in C, and leaves
 * errno intact. A call that may block makes the transition that permits garbage collection
 * meanwhile.
 */
@CContext(NativeLibc.Headers.class)
final class NativeLibc {
  private NativeLibc() {}

  static final class Headers implements CContext.Directives {
    @Override
    public List<String> getHeaderFiles() {
      return List.of(
          "<errno.h>",
          "<poll.h>",
          "<signal.h>",
          "<spawn.h>",
          "<sys/wait.h>",
          "<time.h>",
          "<unistd.h>");
    }
  }

  @CConstant
  static native int ENOSYS();

  @CConstant
  static native int SIGCHLD();

  @CConstant
  static native int SIGPIPE();

  @CConstant
  static native int SIGXFSZ();

  @CConstant
  static native PointerBase SIG_DFL();

  @CConstant
  static native PointerBase SIG_IGN();

  @CConstant
  static native int POSIX_SPAWN_SETSIGMASK();

  @CConstant
  static native int X_OK();

  @CConstant
  static native int P_ALL();

  @CConstant
  static native int WEXITED();

  @CConstant
  static native int WNOHANG();

  @CConstant
  static native int WNOWAIT();

  @CStruct("sigset_t")
  interface sigset_t extends PointerBase {}

  @CStruct("siginfo_t")
  interface siginfo_t extends PointerBase {}

  @CStruct("posix_spawnattr_t")
  interface posix_spawnattr_t extends PointerBase {}

  @CStruct("posix_spawn_file_actions_t")
  interface posix_spawn_file_actions_t extends PointerBase {}

  @CStruct(addStructKeyword = true)
  interface sigaction extends PointerBase {
    @CField
    PointerBase sa_handler();

    @CField
    void sa_handler(PointerBase handler);

    @CField
    void sa_flags(int flags);

    @CFieldAddress
    sigset_t sa_mask();
  }

  @CStruct(addStructKeyword = true)
  interface pollfd extends PointerBase {
    pollfd addressOf(int index);

    @CField
    void fd(int descriptor);

    @CField
    void events(short events);

    @CField
    void revents(short events);

    @CField
    short revents();
  }

  @CStruct(addStructKeyword = true)
  interface timespec extends PointerBase {
    @CField
    void tv_sec(long seconds);

    @CField
    void tv_nsec(long nanos);
  }

  static int errno() {
    CIntPointer location =
        Platform.includedIn(Platform.LINUX.class) ? LinuxLibc.errno() : DarwinLibc.errno();
    return location.read();
  }

  @CFunction(value = "resil_environ", transition = Transition.NO_TRANSITION)
  static native CCharPointerPointer environ();

  @CFunction(value = "resil_hide_argument", transition = Transition.NO_TRANSITION)
  static native void hideArgument(int fromEnd, int start, int length);

  @CFunction(value = "resil_terminal_columns", transition = Transition.NO_TRANSITION)
  static native int terminalColumns(int descriptor);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int posix_spawnp(
      CIntPointer pid,
      CCharPointer file,
      posix_spawn_file_actions_t actions,
      posix_spawnattr_t attributes,
      CCharPointerPointer argv,
      CCharPointerPointer envp);

  @CFunction(value = "resil_replace", transition = Transition.NO_TRANSITION)
  static native int replace(
      CCharPointer file,
      CCharPointerPointer arguments,
      CCharPointerPointer environment,
      sigset_t mask,
      int ignoreChild);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int posix_spawn_file_actions_init(posix_spawn_file_actions_t actions);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int posix_spawn_file_actions_adddup2(
      posix_spawn_file_actions_t actions, int from, int to);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int posix_spawn_file_actions_addopen(
      posix_spawn_file_actions_t actions, int descriptor, CCharPointer path, int flags, int mode);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t actions);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int posix_spawnattr_init(posix_spawnattr_t attributes);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int posix_spawnattr_setsigmask(posix_spawnattr_t attributes, sigset_t mask);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int posix_spawnattr_setflags(posix_spawnattr_t attributes, short flags);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int posix_spawnattr_destroy(posix_spawnattr_t attributes);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int waitpid(int pid, CIntPointer status, int options);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int waitid(int type, int id, siginfo_t info, int options);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int access(CCharPointer path, int mode);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int kill(int pid, int signal);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int sigemptyset(sigset_t set);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int sigaction(int signal, sigaction action, sigaction before);

  @CFunction(value = "resil_open_signals", transition = Transition.NO_TRANSITION)
  static native int openSignals(sigset_t before);

  @CFunction
  static native int poll(pollfd set, int count, int millis);

  @CFunction
  static native long read(int descriptor, PointerBase buffer, UnsignedWord length);

  /** Reads from a descriptor that does not block. */
  @CFunction(value = "read", transition = Transition.NO_TRANSITION)
  static native long readNow(int descriptor, PointerBase buffer, UnsignedWord length);

  @CFunction
  static native long write(int descriptor, PointerBase buffer, UnsignedWord length);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int close(int descriptor);

  @CFunction(value = "resil_pipe", transition = Transition.NO_TRANSITION)
  static native int pipe(CIntPointer ends);

  @CFunction(value = "resil_set_non_blocking", transition = Transition.NO_TRANSITION)
  static native int setNonBlocking(int descriptor);

  @CFunction(value = "resil_open", transition = Transition.NO_TRANSITION)
  static native int open(CCharPointer path, int write, int nonBlocking);

  @CFunction(value = "resil_temporary_file", transition = Transition.NO_TRANSITION)
  static native int temporaryFile(CCharPointer template);

  @CFunction(value = "resil_available", transition = Transition.NO_TRANSITION)
  static native int available(int descriptor);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native long lseek(int descriptor, long offset, int whence);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int dup2(int from, int to);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int isatty(int descriptor);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int tcgetpgrp(int descriptor);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int getpgrp();

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int getsid(int pid);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int getpid();

  @CFunction(value = "resil_statx", transition = Transition.NO_TRANSITION)
  static native int statx(CCharPointer path, PointerBase found);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int geteuid();

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int getpgid(int pid);

  @CFunction(value = "resil_open_process", transition = Transition.NO_TRANSITION)
  static native int openProcess(int pid);

  @CFunction(value = "resil_watch_folder", transition = Transition.NO_TRANSITION)
  static native int watchFolder(CCharPointer path);

  @CFunction(value = "resil_signal_process", transition = Transition.NO_TRANSITION)
  static native int signalProcess(int descriptor, int signal);

  @CFunction(value = "resil_next_child", transition = Transition.NO_TRANSITION)
  static native int nextChild(int from, int to);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native int getentropy(PointerBase buffer, UnsignedWord length);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native CCharPointer strerror(int errno);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native UnsignedWord confstr(int name, PointerBase buffer, UnsignedWord length);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native CCharPointer getenv(CCharPointer name);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native CCharPointer getcwd(CCharPointer name, UnsignedWord size);

  @CFunction(transition = Transition.NO_TRANSITION)
  static native UnsignedWord strlen(CCharPointer text);

  /** Functions that exist only on Linux. */
  @Platforms(Platform.LINUX.class)
  @CContext(LinuxLibc.Headers.class)
  static final class LinuxLibc {
    private LinuxLibc() {}

    static final class Headers implements CContext.Directives {
      @Override
      public boolean isInConfiguration() {
        return Platform.includedIn(Platform.LINUX.class);
      }

      @Override
      public List<String> getHeaderFiles() {
        return List.of("<signal.h>", "<sys/prctl.h>", "<sys/signalfd.h>");
      }
    }

    @CConstant
    static native int PR_SET_CHILD_SUBREAPER();

    @CFunction(value = "resil_spawn", transition = Transition.NO_TRANSITION)
    static native int spawn(
        CCharPointer file,
        CCharPointerPointer arguments,
        CCharPointerPointer environment,
        CIntPointer streams,
        CCharPointer terminal,
        sigset_t mask,
        int deathSignal,
        CCharPointerPointer ownId);

    @CFunction(value = "__errno_location", transition = Transition.NO_TRANSITION)
    static native CIntPointer errno();

    @CFunction(transition = Transition.NO_TRANSITION)
    static native int prctl(int option, long first, long second, long third, long fourth);

    @CFunction
    static native int ppoll(pollfd set, UnsignedWord count, timespec limit, sigset_t mask);
  }

  /** Functions with another name on macOS. */
  @Platforms(Platform.DARWIN.class)
  static final class DarwinLibc {
    private DarwinLibc() {}

    @CFunction(value = "__error", transition = Transition.NO_TRANSITION)
    static native CIntPointer errno();
  }

  /** A signal read from a descriptor, signalfd(2). */
  @Platforms(Platform.LINUX.class)
  @CContext(LinuxLibc.Headers.class)
  @CStruct(addStructKeyword = true)
  interface signalfd_siginfo extends PointerBase {
    @CField
    int ssi_signo();

    @CField
    int ssi_code();

    @CField
    int ssi_pid();
  }
}
