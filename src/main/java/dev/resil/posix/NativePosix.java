package dev.resil.posix;

import dev.resil.posix.NativeLibc.LinuxLibc;
import dev.resil.posix.NativeLibc.pollfd;
import dev.resil.posix.NativeLibc.posix_spawn_file_actions_t;
import dev.resil.posix.NativeLibc.posix_spawnattr_t;
import dev.resil.posix.NativeLibc.sigaction;
import dev.resil.posix.NativeLibc.siginfo_t;
import dev.resil.posix.NativeLibc.signalfd_siginfo;
import dev.resil.posix.NativeLibc.sigset_t;
import dev.resil.posix.NativeLibc.timespec;
import dev.resil.text.RawText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graalvm.nativeimage.PinnedObject;
import org.graalvm.nativeimage.Platform;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.UnmanagedMemory;
import org.graalvm.nativeimage.c.struct.SizeOf;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CCharPointerPointer;
import org.graalvm.nativeimage.c.type.CIntPointer;
import org.graalvm.nativeimage.c.type.CTypeConversion;
import org.graalvm.word.WordFactory;

/**
 * {@link Posix} in the native image, through its C interface: no class of the foreign-function API,
 * no helper thread and no helper process. The image changes neither dispositions nor the signal
 * mask at its start, so there is nothing to undo.
 *
 * <p>A JVM must never load this class, so only {@link PosixProvider} may refer to it.
 */
final class NativePosix implements Posix {
  /** RESIL_ID in image.c. */
  private static final int LONGEST_ID = 16;

  /** The mask that this process was started with; null until signals are held. */
  private sigset_t maskBefore;

  /** Whether this process was started with SIGCHLD ignored. */
  private boolean childIgnored;

  @Override
  public int spawn(Spawn spawn) {
    if (!spawn.plain() && Platform.includedIn(Platform.LINUX.class)) {
      return spawnWithSetup(spawn);
    }
    try (NativeMemory memory = new NativeMemory()) {
      posix_spawn_file_actions_t actions = StackValue.get(posix_spawn_file_actions_t.class);
      posix_spawnattr_t attributes = StackValue.get(posix_spawnattr_t.class);
      NativeLibc.posix_spawn_file_actions_init(actions);
      NativeLibc.posix_spawnattr_init(attributes);
      try {
        redirect(actions, memory, spawn);
        setAttributes(attributes, spawn);
        CIntPointer pid = StackValue.get(CIntPointer.class);
        int error =
            NativeLibc.posix_spawnp(
                pid,
                memory.string(RawText.encode(spawn.file())),
                actions,
                attributes,
                memory.strings(spawn.arguments()),
                environment(memory, spawn, memory.pointers(0), 0));
        return error == 0 ? pid.read() : -error;
      } finally {
        NativeLibc.posix_spawn_file_actions_destroy(actions);
        NativeLibc.posix_spawnattr_destroy(attributes);
      }
    }
  }

  /** Starts a program with a {@link ChildSetup}: {@code resil_spawn} in image.c. */
  private int spawnWithSetup(Spawn spawn) {
    try (NativeMemory memory = new NativeMemory()) {
      List<String> own = List.copyOf(spawn.setup().ownId());
      CCharPointerPointer entries = memory.pointers(own.size());
      CCharPointerPointer ids = memory.pointers(own.size());
      for (int i = 0; i < own.size(); i++) {
        byte[] name = RawText.encode(own.get(i) + "=");
        CCharPointer entry = memory.string(Arrays.copyOf(name, name.length + LONGEST_ID));
        entries.write(i, entry);
        ids.write(i, entry.addressOf(name.length));
      }
      CIntPointer streams = StackValue.get(3, CIntPointer.class);
      streams.write(0, spawn.stdin());
      streams.write(1, spawn.stdout());
      streams.write(2, spawn.stderr());
      CCharPointer terminal = WordFactory.nullPointer();
      if (spawn.terminal().isPresent()) {
        terminal = memory.string(RawText.encode(spawn.terminal().get()));
      }
      return LinuxLibc.spawn(
          memory.string(RawText.encode(spawn.file())),
          memory.strings(spawn.arguments()),
          environment(memory, spawn, entries, own.size()),
          streams,
          terminal,
          maskBefore,
          spawn.setup().deathSignal(),
          ids);
    }
  }

  @Override
  public int replace(Spawn program) {
    try (NativeMemory memory = new NativeMemory()) {
      return NativeLibc.replace(
          memory.string(RawText.encode(program.file())),
          memory.strings(program.arguments()),
          environment(memory, program, memory.pointers(0), 0),
          maskBefore,
          childIgnored ? 1 : 0);
    }
  }

  private static void redirect(
      posix_spawn_file_actions_t actions, NativeMemory memory, Spawn spawn) {
    for (Spawn.Redirection redirection : spawn.redirections()) {
      if (redirection.opensTerminal()) {
        CCharPointer path = memory.string(RawText.encode(spawn.terminal().orElseThrow()));
        NativeLibc.posix_spawn_file_actions_addopen(
            actions, redirection.stream(), path, Abi.O_RDWR, 0);
      } else {
        NativeLibc.posix_spawn_file_actions_adddup2(
            actions, redirection.source(), redirection.stream());
      }
    }
  }

  private void setAttributes(posix_spawnattr_t attributes, Spawn spawn) {
    int flags = spawn.terminal().isPresent() ? Abi.SPAWN_SETSID : 0;
    if (maskBefore.isNonNull()) {
      NativeLibc.posix_spawnattr_setsigmask(attributes, maskBefore);
      flags |= NativeLibc.POSIX_SPAWN_SETSIGMASK();
    }
    if (flags != 0) {
      NativeLibc.posix_spawnattr_setflags(attributes, (short) flags);
    }
  }

  /** The inherited environment, byte for byte, with the variables of the spawn. */
  private static CCharPointerPointer environment(
      NativeMemory memory, Spawn spawn, CCharPointerPointer more, int moreCount) {
    CCharPointerPointer inherited = NativeLibc.environ();
    List<byte[]> names = new ArrayList<>();
    spawn.notInherited().forEach(name -> names.add(RawText.encode(name)));
    if (names.isEmpty()) {
      return inherited;
    }
    int count = 0;
    while (inherited.read(count).isNonNull()) {
      count++;
    }
    CCharPointerPointer all = memory.pointers(count + spawn.variables().size() + moreCount);
    int size = 0;
    for (int i = 0; i < count; i++) {
      CCharPointer entry = inherited.read(i);
      if (!isNamedByAny(entry, names)) {
        all.write(size++, entry);
      }
    }
    for (Map.Entry<String, String> added : spawn.variables().entrySet()) {
      all.write(size++, memory.string(RawText.encode(added.getKey() + "=" + added.getValue())));
    }
    for (int i = 0; i < moreCount; i++) {
      all.write(size++, more.read(i));
    }
    return all;
  }

  private static boolean isNamedByAny(CCharPointer entry, List<byte[]> names) {
    for (byte[] name : names) {
      int i = 0;
      while (i < name.length && entry.read(i) == name[i]) {
        i++;
      }
      if (i == name.length && entry.read(i) == '=') {
        return true;
      }
    }
    return false;
  }

  @Override
  public Optional<Reaped> reap() {
    CIntPointer status = StackValue.get(CIntPointer.class);
    int pid = NativeLibc.waitpid(-1, status, NativeLibc.WNOHANG());
    return pid > 0 ? Optional.of(new Reaped(pid, status.read())) : Optional.empty();
  }

  @Override
  public boolean hasChildren() {
    siginfo_t info = StackValue.get(siginfo_t.class);
    int options = NativeLibc.WEXITED() | NativeLibc.WNOHANG() | NativeLibc.WNOWAIT();
    return orErrno(NativeLibc.waitid(NativeLibc.P_ALL(), 0, info, options)) != -Errno.ECHILD;
  }

  @Override
  public boolean isExecutable(String path) {
    try (NativeMemory memory = new NativeMemory()) {
      return NativeLibc.access(memory.string(RawText.encode(path)), NativeLibc.X_OK()) == 0;
    }
  }

  @Override
  public int kill(int pid, int signal) {
    return orErrno(NativeLibc.kill(pid, signal));
  }

  @Override
  public int openProcess(int pid) {
    return orErrno(NativeLibc.openProcess(pid));
  }

  @Override
  public int watchFolder(String path) {
    try (NativeMemory memory = new NativeMemory()) {
      return orErrno(NativeLibc.watchFolder(memory.string(RawText.encode(path))));
    }
  }

  @Override
  public int signalProcess(int descriptor, int signal) {
    return orErrno(NativeLibc.signalProcess(descriptor, signal));
  }

  @Override
  public int nextChild(int from, int to) {
    return NativeLibc.nextChild(from, to);
  }

  @Override
  public int becomeSubreaper() {
    if (Platform.includedIn(Platform.LINUX.class)) {
      return orErrno(LinuxLibc.prctl(LinuxLibc.PR_SET_CHILD_SUBREAPER(), 1, 0, 0, 0));
    }
    return -NativeLibc.ENOSYS();
  }

  @Override
  public int openSignals() {
    childIgnored |= isIgnored(NativeLibc.SIGCHLD());
    setDefault(NativeLibc.SIGCHLD());
    sigset_t before = UnmanagedMemory.malloc(SizeOf.unsigned(sigset_t.class));
    int descriptor = orErrno(NativeLibc.openSignals(before));
    maskBefore = maskBefore.isNonNull() ? maskBefore : before;
    return descriptor;
  }

  private static boolean isIgnored(int signal) {
    sigaction action = StackValue.get(sigaction.class);
    NativeLibc.sigaction(signal, WordFactory.nullPointer(), action);
    return action.sa_handler().equal(NativeLibc.SIG_IGN());
  }

  private static void setDefault(int signal) {
    sigaction action = StackValue.get(sigaction.class);
    action.sa_handler(NativeLibc.SIG_DFL());
    action.sa_flags(0);
    NativeLibc.sigemptyset(action.sa_mask());
    NativeLibc.sigaction(signal, action, WordFactory.nullPointer());
  }

  @Override
  public Optional<ReceivedSignal> readSignal(int descriptor) {
    if (Platform.includedIn(Platform.LINUX.class)) {
      signalfd_siginfo info = StackValue.get(signalfd_siginfo.class);
      long size = SizeOf.get(signalfd_siginfo.class);
      while (NativeLibc.readNow(descriptor, info, WordFactory.unsigned(size)) == size) {
        if (!isIgnored(info.ssi_signo()) && !isOwn(info)) {
          return Optional.of(ReceivedSignal.of(info.ssi_signo(), info.ssi_code(), info.ssi_pid()));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether it is PIPE or XFSZ, raised by a write of this process. */
  private static boolean isOwn(signalfd_siginfo info) {
    int signal = info.ssi_signo();
    return (signal == NativeLibc.SIGPIPE() || signal == NativeLibc.SIGXFSZ())
        && info.ssi_pid() == NativeLibc.getpid();
  }

  @Override
  public int poll(int[] descriptors, short[] events, short[] ready, long nanos) {
    int count = descriptors.length;
    try (NativeMemory memory = new NativeMemory()) {
      pollfd set = (pollfd) memory.allocate((long) count * SizeOf.get(pollfd.class));
      for (int i = 0; i < count; i++) {
        set.addressOf(i).fd(descriptors[i]);
        set.addressOf(i).events(events[i]);
        set.addressOf(i).revents((short) 0);
      }
      int result = poll(set, count, nanos);
      for (int i = 0; i < count; i++) {
        ready[i] = set.addressOf(i).revents();
      }
      return result;
    }
  }

  private static int poll(pollfd set, int count, long nanos) {
    if (Platform.includedIn(Platform.LINUX.class)) {
      timespec limit = WordFactory.nullPointer();
      if (nanos >= 0) {
        limit = StackValue.get(timespec.class);
        limit.tv_sec(nanos / 1_000_000_000);
        limit.tv_nsec(nanos % 1_000_000_000);
      }
      return orErrno(
          LinuxLibc.ppoll(set, WordFactory.unsigned(count), limit, WordFactory.nullPointer()));
    }
    long millis = nanos < 0 ? -1 : Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
    return orErrno(NativeLibc.poll(set, count, (int) millis));
  }

  @Override
  public int read(int descriptor, byte[] buffer, int offset, int length) {
    try (PinnedObject pinned = PinnedObject.create(buffer)) {
      return orErrno(
          NativeLibc.read(
              descriptor, pinned.addressOfArrayElement(offset), WordFactory.unsigned(length)));
    }
  }

  @Override
  public int write(int descriptor, byte[] buffer, int offset, int length) {
    try (PinnedObject pinned = PinnedObject.create(buffer)) {
      return orErrno(
          NativeLibc.write(
              descriptor, pinned.addressOfArrayElement(offset), WordFactory.unsigned(length)));
    }
  }

  @Override
  public int close(int descriptor) {
    return orErrno(NativeLibc.close(descriptor));
  }

  @Override
  public int pipe(int[] ends) {
    CIntPointer pair = StackValue.get(2, CIntPointer.class);
    int error = orErrno(NativeLibc.pipe(pair));
    ends[0] = pair.read(0);
    ends[1] = pair.read(1);
    return error;
  }

  @Override
  public int join(int descriptor, int other) {
    return orErrno(NativeLibc.dup2(other, descriptor));
  }

  @Override
  public int setNonBlocking(int descriptor) {
    return orErrno(NativeLibc.setNonBlocking(descriptor));
  }

  @Override
  public int open(String path, boolean write, boolean nonBlocking) {
    try (NativeMemory memory = new NativeMemory()) {
      return orErrno(
          NativeLibc.open(memory.string(RawText.encode(path)), write ? 1 : 0, nonBlocking ? 1 : 0));
    }
  }

  @Override
  public int temporaryFile(String folder) {
    try (NativeMemory memory = new NativeMemory()) {
      return orErrno(
          NativeLibc.temporaryFile(memory.string(RawText.encode(folder + "/resil.XXXXXX"))));
    }
  }

  @Override
  public long seek(int descriptor, long offset, int whence) {
    long result = NativeLibc.lseek(descriptor, offset, whence);
    return result < 0 ? orErrno(result) : result;
  }

  @Override
  public int available(int descriptor) {
    return orErrno(NativeLibc.available(descriptor));
  }

  @Override
  public boolean isTerminal(int descriptor) {
    return NativeLibc.isatty(descriptor) == 1;
  }

  @Override
  public int terminalColumns(int descriptor) {
    return NativeLibc.terminalColumns(descriptor);
  }

  @Override
  public boolean inForeground(int descriptor) {
    return NativeLibc.tcgetpgrp(descriptor) == NativeLibc.getpgrp();
  }

  @Override
  public Terminals terminals() {
    return new NativeTerminals();
  }

  @Override
  public ZeroCopy zeroCopy() {
    return Platform.includedIn(Platform.LINUX.class) ? new NativeZeroCopy() : ZeroCopy.NONE;
  }

  @Override
  public ExtendedAttributes extendedAttributes() {
    return Platform.includedIn(Platform.LINUX.class)
        ? new NativeExtendedAttributes()
        : ExtendedAttributes.NONE;
  }

  @Override
  public int statx(String path, byte[] found) {
    try (NativeMemory memory = new NativeMemory();
        PinnedObject pinned = PinnedObject.create(found)) {
      return orErrno(
          NativeLibc.statx(memory.string(RawText.encode(path)), pinned.addressOfArrayElement(0)));
    }
  }

  @Override
  public int effectiveUser() {
    return NativeLibc.geteuid();
  }

  @Override
  public Optional<String> variable(String name) {
    try (NativeMemory memory = new NativeMemory()) {
      CCharPointer value = NativeLibc.getenv(memory.string(RawText.encode(name)));
      return value.isNull() ? Optional.empty() : Optional.of(RawText.decode(bytes(value)));
    }
  }

  @Override
  public Map<String, String> variables(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    CCharPointerPointer all = NativeLibc.environ();
    for (int i = 0; all.read(i).isNonNull(); i++) {
      if (startsWith(all.read(i), prefix)) {
        String entry = RawText.decode(bytes(all.read(i)));
        int end = entry.indexOf('=');
        if (end >= 0) {
          found.putIfAbsent(entry.substring(0, end), entry.substring(end + 1));
        }
      }
    }
    return found;
  }

  private static boolean startsWith(CCharPointer text, String prefix) {
    for (int i = 0; i < prefix.length(); i++) {
      if (text.read(i) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void hideArgument(int fromEnd, int start, int length) {
    NativeLibc.hideArgument(fromEnd, start, length);
  }

  @Override
  public String workingDirectory() {
    try (NativeMemory memory = new NativeMemory()) {
      CCharPointer name = (CCharPointer) memory.allocate(PATH_MAX);
      CCharPointer found = NativeLibc.getcwd(name, WordFactory.unsigned(PATH_MAX));
      return found.isNull() ? GONE : RawText.decode(bytes(found));
    }
  }

  private static byte[] bytes(CCharPointer text) {
    byte[] bytes = new byte[(int) NativeLibc.strlen(text).rawValue()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = text.read(i);
    }
    return bytes;
  }

  @Override
  public int pid() {
    return NativeLibc.getpid();
  }

  @Override
  public int processGroup() {
    return NativeLibc.getpgrp();
  }

  @Override
  public int processGroup(int pid) {
    return orErrno(NativeLibc.getpgid(pid));
  }

  @Override
  public int session(int pid) {
    return orErrno(NativeLibc.getsid(pid));
  }

  @Override
  public void random(byte[] buffer) {
    try (PinnedObject pinned = PinnedObject.create(buffer)) {
      NativeLibc.getentropy(pinned.addressOfArrayElement(0), WordFactory.unsigned(buffer.length));
    }
  }

  @Override
  public String message(int errno) {
    CCharPointer text = NativeLibc.strerror(errno);
    return CTypeConversion.toJavaString(text, NativeLibc.strlen(text), StandardCharsets.UTF_8);
  }

  @Override
  public String library() {
    byte[] name = new byte[LibraryName.MAX];
    try (PinnedObject pinned = PinnedObject.create(name)) {
      long size =
          NativeLibc.confstr(
                  LibraryName.GNU_LIBC_VERSION,
                  pinned.addressOfArrayElement(0),
                  WordFactory.unsigned(name.length))
              .rawValue();
      return LibraryName.of(name, size);
    }
  }

  /**
   * The result, or the negated errno. No code between a call and this one can change errno: it is
   * the thread's own, and the return from a blocking call only checks a flag.
   */
  static int orErrno(long result) {
    return result < 0 ? -NativeLibc.errno() : (int) result;
  }
}
