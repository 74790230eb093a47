package dev.resil.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** {@link Terminals} on a JVM. */
final class FfmTerminals implements Terminals {
  private static final int TCSANOW = 0;
  private static final int SIGINT = 2;
  private static final int SIGQUIT = 3;

  @Override
  public int open() {
    int descriptor = Libc.function("posix_openpt").call(Abi.O_RDWR | Abi.O_NOCTTY);
    if (descriptor < 0) {
      return descriptor;
    }
    int error = FfmPosix.fcntl(descriptor, Abi.F_SETFD, Abi.FD_CLOEXEC);
    error = error < 0 ? error : Libc.function("grantpt").call(descriptor);
    error = error < 0 ? error : Libc.function("unlockpt").call(descriptor);
    if (error < 0) {
      Libc.function("close").call(descriptor);
      return error;
    }
    return descriptor;
  }

  @Override
  public String path(int descriptor) {
    return Libc.text("ptsname", descriptor).getString(0);
  }

  @Override
  public Optional<TerminalSize> size(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(8, 8); // struct winsize: rows, columns, and two unused
      return ioctl(descriptor, Abi.TIOCGWINSZ, size) < 0
          ? Optional.empty()
          : Optional.of(new TerminalSize(unsigned(size, 0), unsigned(size, 2)));
    }
  }

  private static int unsigned(MemorySegment memory, long offset) {
    return Short.toUnsignedInt(memory.get(JAVA_SHORT, offset));
  }

  @Override
  public int resize(int descriptor, TerminalSize size) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wanted = arena.allocate(8, 8);
      wanted.set(JAVA_SHORT, 0, (short) size.rows());
      wanted.set(JAVA_SHORT, 2, (short) size.columns());
      return ioctl(descriptor, Abi.TIOCSWINSZ, wanted);
    }
  }

  private static int ioctl(int descriptor, long request, MemorySegment argument) {
    return Libc.variadic("ioctl", 2).call(descriptor, request, argument);
  }

  @Override
  public Optional<byte[]> modes(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment modes = arena.allocate(Abi.STRUCT, 8);
      return Libc.function("tcgetattr").call(descriptor, modes) < 0
          ? Optional.empty()
          : Optional.of(modes.toArray(JAVA_BYTE));
    }
  }

  @Override
  public int setModes(int descriptor, byte[] modes) {
    try (Arena arena = Arena.ofConfined()) {
      return Libc.function("tcsetattr").call(descriptor, TCSANOW, copy(arena, modes));
    }
  }

  @Override
  public byte[] raw(byte[] modes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment raw = copy(arena, modes);
      // returns void: the value of call() is meaningless
      Libc.function("cfmakeraw").call(raw);
      return raw.toArray(JAVA_BYTE);
    }
  }

  private static MemorySegment copy(Arena arena, byte[] modes) {
    MemorySegment copy = arena.allocate(modes.length, 8);
    MemorySegment.copy(modes, 0, copy, JAVA_BYTE, 0, modes.length);
    return copy;
  }

  @Override
  public int plainLineFeeds(int descriptor) {
    Optional<byte[]> modes = modes(descriptor);
    modes.ifPresent(bytes -> bytes[Abi.TERMIOS_OFLAG] &= (byte) ~Abi.ONLCR);
    return modes.isPresent() ? setModes(descriptor, modes.get()) : -1;
  }

  @Override
  public int foregroundGroup(int descriptor) {
    return Libc.function("tcgetpgrp").call(descriptor);
  }

  @Override
  public int keySignal(int descriptor, int key) {
    Optional<byte[]> modes = modes(descriptor);
    if (modes.isEmpty()
        || (modes.get()[Abi.TERMIOS_LFLAG] & Abi.ISIG) == 0
        || key == Abi.VDISABLE) {
      return 0;
    } else if (key == character(modes.get(), Abi.VINTR)) {
      return SIGINT;
    } else if (key == character(modes.get(), Abi.VQUIT)) {
      return SIGQUIT;
    }
    return key == character(modes.get(), Abi.VSUSP) ? Abi.SIGTSTP : 0;
  }

  private static int character(byte[] modes, int index) {
    return Byte.toUnsignedInt(modes[Abi.TERMIOS_CC + index]);
  }

  @Override
  public boolean suspend(int signal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stop = arena.allocate(Abi.STRUCT, 8);
      MemorySegment before = arena.allocate(Abi.STRUCT, 8);
      Libc.function("sigemptyset").call(stop);
      Libc.function("sigaddset").call(stop, signal);
      if (!continued(arena)) {
        Libc.Function mask = Libc.function("pthread_sigmask");
        mask.call(Abi.SIG_UNBLOCK, stop, before);
        Libc.function("raise").call(signal);
        mask.call(Abi.SIG_SETMASK, before, MemorySegment.NULL);
      }
      return continued(arena);
    }
  }

  /** Whether a CONT is pending. A stop discards earlier ones, so it came after the last stop. */
  private static boolean continued(Arena arena) {
    MemorySegment pending = arena.allocate(Abi.STRUCT, 8);
    Libc.function("sigpending").call(pending);
    return Libc.function("sigismember").call(pending, Abi.SIGCONT) == 1;
  }
}
