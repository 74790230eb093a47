package dev.resil.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@link ZeroCopy} on a JVM, on Linux. */
final class FfmZeroCopy implements ZeroCopy {
  @Override
  public int tee(int from, int to) {
    return Libc.sized("tee").call(from, to, (long) AT_ONCE, Abi.SPLICE_F_NONBLOCK);
  }

  @Override
  public int splice(int pipe, int file, long position, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment offset = arena.allocateFrom(JAVA_LONG, position);
      return Libc.sized("splice")
          .call(pipe, MemorySegment.NULL, file, offset, (long) length, Abi.SPLICE_F_NONBLOCK);
    }
  }

  @Override
  public int sendFile(int file, long position, int to, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment offset = arena.allocateFrom(JAVA_LONG, position);
      return Libc.sized("sendfile").call(to, file, offset, (long) length);
    }
  }

  @Override
  public int startWriting(int file, long position, long length) {
    return Libc.function("sync_file_range").call(file, position, length, Abi.SYNC_FILE_RANGE_WRITE);
  }

  @Override
  public int widen(int pipe) {
    int size = FfmPosix.fcntl(pipe, Abi.F_GETPIPE_SZ, 0);
    return size < 0 || size >= AT_ONCE ? size : FfmPosix.fcntl(pipe, Abi.F_SETPIPE_SZ, AT_ONCE);
  }
}
