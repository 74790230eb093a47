package dev.resil.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** {@link ExtendedAttributes} on a JVM, on Linux. */
final class FfmExtendedAttributes implements ExtendedAttributes {
  @Override
  public List<String> names(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocate(MAX);
      long size =
          Libc.sized("listxattr").callLong(FfmMemory.cString(arena, path), names, (long) MAX);
      return size <= 0 ? List.of() : RawArguments.split(names.asSlice(0, size).toArray(JAVA_BYTE));
    }
  }

  @Override
  public Optional<byte[]> value(String path, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(MAX);
      long size =
          Libc.sized("getxattr")
              .callLong(
                  FfmMemory.cString(arena, path),
                  FfmMemory.cString(arena, name),
                  value,
                  (long) MAX);
      return size < 0 ? Optional.empty() : Optional.of(value.asSlice(0, size).toArray(JAVA_BYTE));
    }
  }

  @Override
  public int set(String path, String name, byte[] value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(Math.max(1, value.length));
      MemorySegment.copy(value, 0, bytes, JAVA_BYTE, 0, value.length);
      return Libc.function("setxattr")
          .call(
              FfmMemory.cString(arena, path),
              FfmMemory.cString(arena, name),
              bytes,
              (long) value.length,
              0);
    }
  }

  @Override
  public int remove(String path, String name) {
    try (Arena arena = Arena.ofConfined()) {
      return Libc.function("removexattr")
          .call(FfmMemory.cString(arena, path), FfmMemory.cString(arena, name));
    }
  }
}
