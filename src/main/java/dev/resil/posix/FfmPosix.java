package dev.resil.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.resil.posix.Libc.Function;
import dev.resil.text.RawText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link Posix} on a JVM, through the foreign-function API. Changes that the JVM itself makes (to
 * its signal mask, its descriptors) are undone from the launcher's notes: {@link Inherited}.
 */
@SuppressWarnings("restricted") // this class calls C
final class FfmPosix implements Posix {
  private final Function sigemptyset = Libc.function("sigemptyset");
  private final Function sigaddset = Libc.function("sigaddset");
  private final Function sigprocmask = Libc.function("pthread_sigmask");
  private final Inherited inherited = Inherited.fromLauncher();
  private Optional<MemorySegment> maskBefore = Optional.empty();

  @Override
  public int spawn(Spawn spawn) {
    if (spawn.plain()) {
      return spawnPlainly(spawn);
    }
    ThroughTools tools = new ThroughTools(this, spawn);
    return tools.missing() == 0 ? spawnPlainly(tools.spawn()) : tools.missing();
  }

  private int spawnPlainly(Spawn spawn) {
    inherited.keepOwnDescriptors();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pid = arena.allocate(JAVA_INT);
      int error =
          Libc.function("posix_spawnp")
              .call(
                  pid,
                  FfmMemory.cString(arena, spawn.file()),
                  fileActions(arena, spawn),
                  attributes(arena, spawn),
                  FfmMemory.cStrings(arena, spawn.arguments()),
                  FfmMemory.environment(arena, spawn));
      return error == 0 ? pid.get(JAVA_INT, 0) : -error;
    }
  }

  private static MemorySegment fileActions(Arena arena, Spawn spawn) {
    MemorySegment actions = arena.allocate(Abi.STRUCT, 8);
    Libc.function("posix_spawn_file_actions_init").call(actions);
    Function dup2 = Libc.function("posix_spawn_file_actions_adddup2");
    for (Spawn.Redirection redirection : spawn.redirections()) {
      if (redirection.opensTerminal()) {
        Libc.function("posix_spawn_file_actions_addopen")
            .call(
                actions,
                redirection.stream(),
                FfmMemory.cString(arena, spawn.terminal().orElseThrow()),
                Abi.O_RDWR,
                0);
      } else {
        dup2.call(actions, redirection.source(), redirection.stream());
      }
    }
    return actions;
  }

  @Override
  public int replace(Spawn program) {
    inherited.keepOwnDescriptors();
    if (inherited.ignored().contains(Abi.SIGCHLD)) {
      setDisposition(Abi.SIGCHLD, Abi.SIG_IGN);
    }
    try (Arena arena = Arena.ofConfined()) {
      for (String name : Inherited.withLauncherVariables(program.notInherited())) {
        Libc.function("unsetenv").call(FfmMemory.cString(arena, name));
      }
      program
          .variables()
          .forEach((name, value) ->
              Libc.function("setenv")
                  .call(FfmMemory.cString(arena, name), FfmMemory.cString(arena, value), 1));
      inherited
          .signalMask()
          .map(signals -> signalSet(arena, signals))
          .or(() -> maskBefore)
          .ifPresent(mask -> sigprocmask.call(Abi.SIG_SETMASK, mask, MemorySegment.NULL));
      return Libc.function("execvp")
          .call(
              FfmMemory.cString(arena, program.file()),
              FfmMemory.cStrings(arena, program.arguments()));
    }
  }

  private MemorySegment attributes(Arena arena, Spawn spawn) {
    MemorySegment attributes = arena.allocate(Abi.STRUCT, 8);
    Libc.function("posix_spawnattr_init").call(attributes);
    Optional<MemorySegment> mask =
        inherited.signalMask().map(signals -> signalSet(arena, signals)).or(() -> maskBefore);
    short flags = spawn.terminal().isPresent() ? Abi.SPAWN_SETSID : 0;
    if (mask.isPresent()) {
      Libc.function("posix_spawnattr_setsigmask").call(attributes, mask.get());
      flags |= Abi.SPAWN_SETSIGMASK;
    }
    if (flags != 0) {
      Libc.function("posix_spawnattr_setflags").call(attributes, flags);
    }
    return attributes;
  }

  @Override
  public Optional<Reaped> reap() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      int pid = Libc.function("waitpid").call(-1, status, Abi.WNOHANG);
      return pid > 0 ? Optional.of(new Reaped(pid, status.get(JAVA_INT, 0))) : Optional.empty();
    }
  }

  @Override
  public boolean hasChildren() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(Abi.STRUCT, 8);
      int error = Libc.function("waitid").call(0, 0, info, Abi.WEXITED | Abi.WNOHANG | Abi.WNOWAIT);
      return error != -Errno.ECHILD;
    }
  }

  @Override
  public boolean isExecutable(String path) {
    try (Arena arena = Arena.ofConfined()) {
      return Libc.function("access").call(FfmMemory.cString(arena, path), Abi.X_OK) == 0;
    }
  }

  @Override
  public int kill(int pid, int signal) {
    return Libc.function("kill").call(pid, signal);
  }

  @Override
  public int openProcess(int pid) {
    return Abi.LINUX ? Libc.syscall(Abi.SYS_PIDFD_OPEN, pid, 0) : -Abi.ENOSYS;
  }

  @Override
  public int watchFolder(String path) {
    if (!Abi.LINUX) {
      return -Abi.ENOSYS;
    }
    int descriptor = Libc.function("inotify_init1").call(Abi.O_NONBLOCK | Abi.O_CLOEXEC);
    if (descriptor < 0) {
      return descriptor;
    }
    try (Arena arena = Arena.ofConfined()) {
      int watch =
          Libc.function("inotify_add_watch")
              .call(descriptor, FfmMemory.cString(arena, path), Abi.IN_MOVED_TO_OR_DELETE);
      if (watch < 0) {
        close(descriptor);
      }
      return watch < 0 ? watch : descriptor;
    }
  }

  @Override
  public int signalProcess(int descriptor, int signal) {
    return Abi.LINUX ? Libc.syscall(Abi.SYS_PIDFD_SEND_SIGNAL, descriptor, signal) : -Abi.ENOSYS;
  }

  @Override
  public int nextChild(int from, int to) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(Abi.STRUCT, 8);
      int flags = Abi.WEXITED | Abi.WNOHANG | Abi.WNOWAIT;
      Function waitid = Libc.function("waitid");
      for (int pid = from; pid <= to; pid++) {
        if (waitid.call(Abi.P_PID, pid, info, flags) == 0) {
          return pid;
        }
      }
      return 0;
    }
  }

  @Override
  public int becomeSubreaper() {
    return Abi.LINUX
        ? Libc.function("prctl").call(Abi.PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L)
        : -Abi.ENOSYS;
  }

  @Override
  public int openSignals() {
    inherited.ignoreWhatWasIgnored();
    setDisposition(Abi.SIGCHLD, 0);
    Arena arena = Arena.global();
    MemorySegment before = arena.allocate(Abi.STRUCT, 8);
    MemorySegment all = signalSet(arena, Inherited.signalsToHold());
    sigprocmask.call(Abi.SIG_BLOCK, all, before);
    maskBefore = maskBefore.or(() -> Optional.of(before));
    // another thread of the JVM would get any signal that it does not block
    return Abi.LINUX && inherited.signalMask().isPresent()
        ? Libc.function("signalfd").call(-1, all, Abi.SFD_CLOEXEC_NONBLOCK)
        : -Abi.ENOSYS;
  }

  private MemorySegment signalSet(Arena arena, List<Integer> signals) {
    MemorySegment set = arena.allocate(Abi.STRUCT, 8);
    sigemptyset.call(set);
    signals.forEach(signal -> sigaddset.call(set, signal));
    return set;
  }

  private static boolean isIgnored(int signal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(Abi.STRUCT, 8);
      Libc.function("sigaction").call(signal, MemorySegment.NULL, action);
      return action.get(JAVA_LONG, 0) == Abi.SIG_IGN;
    }
  }

  static void setDisposition(int signal, long handler) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(Abi.STRUCT, 8);
      action.set(JAVA_LONG, 0, handler);
      Libc.function("sigaction").call(signal, action, MemorySegment.NULL);
    }
  }

  @Override
  public Optional<ReceivedSignal> readSignal(int descriptor) {
    byte[] info = new byte[128]; // struct signalfd_siginfo, signalfd(2)
    while (read(descriptor, info, 0, info.length) == info.length) {
      int signal = word(info, 0);
      int sender = word(info, 12);
      boolean ownWrite = (signal == Abi.SIGPIPE || signal == Abi.SIGXFSZ) && sender == pid();
      if (!ownWrite && !isIgnored(signal)) {
        return Optional.of(ReceivedSignal.of(signal, word(info, 8), sender));
      }
    }
    return Optional.empty();
  }

  private static int word(byte[] bytes, int offset) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(offset);
  }

  @Override
  public int poll(int[] descriptors, short[] events, short[] ready, long nanos) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(8L * descriptors.length, 8);
      for (int i = 0; i < descriptors.length; i++) {
        set.set(JAVA_INT, 8L * i, descriptors[i]);
        set.set(JAVA_SHORT, 8L * i + 4, events[i]);
      }
      int count = Abi.LINUX ? ppoll(arena, set, descriptors.length, nanos) : poll(set, nanos);
      for (int i = 0; i < descriptors.length; i++) {
        ready[i] = set.get(JAVA_SHORT, 8L * i + 6);
      }
      return count;
    }
  }

  private static int ppoll(Arena arena, MemorySegment set, int count, long nanos) {
    MemorySegment limit = MemorySegment.NULL;
    if (nanos >= 0) {
      limit = arena.allocateFrom(JAVA_LONG, nanos / 1_000_000_000, nanos % 1_000_000_000);
    }
    return Libc.function("ppoll").call(set, (long) count, limit, MemorySegment.NULL);
  }

  /** For systems without ppoll: rounds up to a millisecond. */
  private static int poll(MemorySegment set, long nanos) {
    long millis = nanos < 0 ? -1 : Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
    return Libc.function("poll").call(set, (int) (set.byteSize() / 8), (int) millis);
  }

  @Override
  public int read(int descriptor, byte[] buffer, int offset, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(length);
      int count = Libc.sized("read").call(descriptor, copy, (long) length);
      if (count > 0) {
        MemorySegment.copy(copy, JAVA_BYTE, 0, buffer, offset, count);
      }
      return count;
    }
  }

  @Override
  public int write(int descriptor, byte[] buffer, int offset, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(Math.max(1, length));
      MemorySegment.copy(buffer, offset, copy, JAVA_BYTE, 0, length);
      return Libc.sized("write").call(descriptor, copy, (long) length);
    }
  }

  @Override
  public int close(int descriptor) {
    return Libc.function("close").call(descriptor);
  }

  @Override
  public int pipe(int[] ends) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      int error = Libc.function("pipe").call(pair);
      for (int i = 0; i < 2 && error >= 0; i++) {
        ends[i] = pair.getAtIndex(JAVA_INT, i);
        error = fcntl(ends[i], Abi.F_SETFD, Abi.FD_CLOEXEC);
      }
      return Math.min(0, error);
    }
  }

  static int fcntl(int descriptor, int command, int argument) {
    return Libc.variadic("fcntl", 2).call(descriptor, command, argument);
  }

  @Override
  public int join(int descriptor, int other) {
    return Libc.function("dup2").call(other, descriptor);
  }

  @Override
  public int setNonBlocking(int descriptor) {
    return fcntl(descriptor, Abi.F_SETFL, fcntl(descriptor, Abi.F_GETFL, 0) | Abi.O_NONBLOCK);
  }

  @Override
  public int open(String path, boolean write, boolean nonBlocking) {
    try (Arena arena = Arena.ofConfined()) {
      int flags = (write ? Abi.O_WRONLY : 0) | (nonBlocking ? Abi.O_NONBLOCK : 0);
      return Libc.variadic("open", 2)
          .call(FfmMemory.cString(arena, path), flags | Abi.O_CLOEXEC | Abi.O_NOCTTY, 0);
    }
  }

  @Override
  public int temporaryFile(String folder) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = FfmMemory.cString(arena, folder + "/resil.XXXXXX");
      int descriptor = Libc.function("mkostemp").call(path, Abi.O_CLOEXEC);
      if (descriptor >= 0) {
        Libc.function("unlink").call(path);
      }
      return descriptor;
    }
  }

  @Override
  public long seek(int descriptor, long offset, int whence) {
    return Libc.sized("lseek").callLong(descriptor, offset, whence);
  }

  @Override
  public int available(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      int error = Libc.variadic("ioctl", 2).call(descriptor, Abi.FIONREAD, count);
      return error < 0 ? error : count.get(JAVA_INT, 0);
    }
  }

  @Override
  public boolean isTerminal(int descriptor) {
    return Libc.function("isatty").call(descriptor) == 1;
  }

  @Override
  public int terminalColumns(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(8, 8); // struct winsize: rows, columns, and two unused
      int error = Libc.variadic("ioctl", 2).call(descriptor, Abi.TIOCGWINSZ, size);
      return error < 0 ? 0 : Short.toUnsignedInt(size.get(JAVA_SHORT, 2));
    }
  }

  @Override
  public boolean inForeground(int descriptor) {
    return Libc.function("tcgetpgrp").call(descriptor) == Libc.function("getpgrp").call();
  }

  @Override
  public Terminals terminals() {
    return new FfmTerminals();
  }

  @Override
  public ZeroCopy zeroCopy() {
    return Abi.LINUX ? new FfmZeroCopy() : ZeroCopy.NONE;
  }

  @Override
  public ExtendedAttributes extendedAttributes() {
    return Abi.LINUX ? new FfmExtendedAttributes() : ExtendedAttributes.NONE;
  }

  @Override
  public int statx(String path, byte[] found) {
    if (Libc.symbol("statx").isEmpty()) {
      return -Errno.ENOSYS;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment statx = arena.allocate(found.length);
      int result =
          Libc.function("statx")
              .call(
                  Abi.AT_FDCWD,
                  FfmMemory.cString(arena, path),
                  Abi.AT_SYMLINK_NOFOLLOW,
                  Abi.STATX_BASIC_AND_BTIME,
                  statx);
      MemorySegment.copy(statx, JAVA_BYTE, 0, found, 0, found.length);
      return result;
    }
  }

  @Override
  public int effectiveUser() {
    return Libc.function("geteuid").call();
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name))
        .map(value -> RawText.isAscii(value) ? value : undecoded(name));
  }

  @Override
  public Map<String, String> variables(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String name : System.getenv().keySet()) {
      if (name.startsWith(prefix)) {
        // a name that is not ASCII is no name of resil's, and is as the JVM has it
        found.put(name, variable(name).orElseGet(() -> System.getenv(name)));
      }
    }
    return found;
  }

  @Override
  public void hideArgument(int fromEnd, int start, int length) {}

  /** A variable again, since the JVM decoded it by the locale. */
  private static String undecoded(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return text(Libc.text("getenv", FfmMemory.cString(arena, name)));
    }
  }

  private static String text(MemorySegment cString) {
    long length = 0;
    while (cString.get(JAVA_BYTE, length) != 0) {
      length++;
    }
    return RawText.decode(cString.asSlice(0, length).toArray(JAVA_BYTE));
  }

  @Override
  public String workingDirectory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(PATH_MAX);
      return Libc.text("getcwd", name, PATH_MAX).address() == 0 ? GONE : text(name);
    }
  }

  @Override
  public int pid() {
    return Libc.function("getpid").call();
  }

  @Override
  public int processGroup() {
    return Libc.function("getpgrp").call();
  }

  @Override
  public int processGroup(int pid) {
    return Libc.function("getpgid").call(pid);
  }

  @Override
  public int session(int pid) {
    return Libc.function("getsid").call(pid);
  }

  @Override
  public void random(byte[] buffer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(buffer.length);
      Libc.function("getentropy").call(bytes, (long) buffer.length);
      MemorySegment.copy(bytes, JAVA_BYTE, 0, buffer, 0, buffer.length);
    }
  }

  @Override
  public String message(int errno) {
    return Libc.text("strerror", errno).getString(0);
  }

  @Override
  public String library() {
    byte[] name = new byte[LibraryName.MAX];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(name.length);
      long size =
          Libc.sized("confstr").callLong(LibraryName.GNU_LIBC_VERSION, answer, (long) name.length);
      MemorySegment.copy(answer, JAVA_BYTE, 0, name, 0, name.length);
      return LibraryName.of(name, size);
    }
  }
}
