package dev.resil.posix;

/** Constants from C header files, for Linux (the same on x86-64 and arm64) and macOS. */
final class Abi {
  /** A size, in bytes, that fits sigset_t, siginfo_t, posix_spawnattr_t etc. of any C library. */
  static final int STRUCT = 512;

  static final boolean LINUX = System.getProperty("os.name").equals("Linux");
  static final int X_OK = 1;
  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int STATX_BASIC_AND_BTIME = 0xfff;
  static final int P_PID = 1;
  static final int WNOHANG = 1;
  static final int WEXITED = 4;
  static final int WNOWAIT = LINUX ? 0x0100_0000 : 0x20;
  static final int SIG_BLOCK = LINUX ? 0 : 1;
  static final int SIG_UNBLOCK = LINUX ? 1 : 2;
  static final int SIG_SETMASK = LINUX ? 2 : 3;
  static final short SPAWN_SETSIGMASK = 8;
  static final short SPAWN_SETSID = (short) (LINUX ? 0x80 : 0x400);
  static final int PR_SET_CHILD_SUBREAPER = 36;
  static final long SYS_PIDFD_SEND_SIGNAL = 424;
  static final long SYS_PIDFD_OPEN = 434;
  static final int IN_MOVED_TO_OR_DELETE = 0x80 | 0x200;
  static final long SIG_IGN = 1;
  static final int SIGPIPE = 13;
  static final int SIGXFSZ = 25;
  static final int SIGCHLD = LINUX ? 17 : 20;
  static final int SIGCONT = LINUX ? 18 : 19;
  static final int SIGTSTP = LINUX ? 20 : 18;
  static final int SPLICE_F_NONBLOCK = 2;
  static final int SYNC_FILE_RANGE_WRITE = 2;
  static final int SFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
  static final long TIOCGWINSZ = LINUX ? 0x5413 : 0x4008_7468;
  static final long TIOCSWINSZ = LINUX ? 0x5414 : 0x8008_7467L;
  static final long FIONREAD = LINUX ? 0x541b : 0x4004_667f;
  static final int F_SETFD = 2;
  static final int F_GETFL = 3;
  static final int F_SETFL = 4;
  static final int F_SETPIPE_SZ = 1031;
  static final int F_GETPIPE_SZ = 1032;
  static final int FD_CLOEXEC = 1;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_NONBLOCK = LINUX ? 0x800 : 4;
  static final int O_NOCTTY = LINUX ? 0x100 : 0x2_0000;
  static final int O_CLOEXEC = LINUX ? 0x8_0000 : 0x100_0000;
  static final int ENOSYS = LINUX ? 38 : 78;

  /**
   * Offsets of the flags' lowest bytes and of the characters in a struct termios (little-endian).
   */
  static final int TERMIOS_IFLAG = 0;

  static final int TERMIOS_OFLAG = LINUX ? 4 : 8;
  static final int TERMIOS_LFLAG = LINUX ? 12 : 24;
  static final int TERMIOS_CC = LINUX ? 17 : 32;
  static final int ISTRIP = 0x20;
  static final int INLCR = 0x40;
  static final int IGNCR = 0x80;
  static final int ICRNL = 0x100;
  static final int IXON = LINUX ? 0x400 : 0x200;
  static final int IXANY = 0x800;
  static final int ONLCR = LINUX ? 4 : 2;
  static final int ISIG = LINUX ? 1 : 0x80;
  static final int ICANON = LINUX ? 2 : 0x100;
  static final int ECHO = 8;
  static final int ECHONL = LINUX ? 0x40 : 0x10;
  static final int IEXTEN = LINUX ? 0x8000 : 0x400;
  static final int VINTR = LINUX ? 0 : 8;
  static final int VQUIT = LINUX ? 1 : 9;
  static final int VERASE = LINUX ? 2 : 3;
  static final int VKILL = LINUX ? 3 : 5;
  static final int VEOF = LINUX ? 4 : 0;
  static final int VSTART = LINUX ? 8 : 12;
  static final int VSTOP = LINUX ? 9 : 13;
  static final int VSUSP = 10;
  static final int VREPRINT = LINUX ? 12 : 6;
  static final int VDISCARD = LINUX ? 13 : 15;
  static final int VWERASE = LINUX ? 14 : 4;
  static final int VLNEXT = LINUX ? 15 : 14;
  static final int VDISABLE = LINUX ? 0 : 0xff;

  private Abi() {}
}
