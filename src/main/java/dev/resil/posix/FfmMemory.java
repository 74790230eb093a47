package dev.resil.posix;

import static dev.resil.posix.Libc.POINTER;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.resil.text.RawText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** C strings in memory that an arena frees; {@link NativeMemory} on a JVM. */
@SuppressWarnings("restricted") // reading through C pointers
final class FfmMemory {
  private FfmMemory() {}

  /** The inherited environment, byte for byte, with the variables of the spawn. */
  static MemorySegment environment(Arena arena, Spawn spawn) {
    List<MemorySegment> entries = new ArrayList<>();
    Set<String> replaced = Inherited.withLauncherVariables(spawn.notInherited());
    MemorySegment environ =
        Libc.symbol("environ").orElseThrow().reinterpret(ADDRESS.byteSize()).get(POINTER, 0);
    for (long i = 0; ; i += ADDRESS.byteSize()) {
      MemorySegment entry = environ.get(POINTER, i);
      if (entry.address() == 0) {
        break;
      }
      if (!replaced.contains(nameOf(entry))) {
        entries.add(entry);
      }
    }
    spawn.variables().forEach((k, v) -> entries.add(cString(arena, k + "=" + v)));
    return pointers(arena, entries);
  }

  private static String nameOf(MemorySegment entry) {
    StringBuilder name = new StringBuilder();
    for (long i = 0; ; i++) {
      byte b = entry.get(JAVA_BYTE, i);
      if (b == 0 || b == '=') {
        return name.toString();
      }
      name.append((char) b);
    }
  }

  /** The bytes of a {@link RawText}, and a zero. */
  static MemorySegment cString(Arena arena, String text) {
    byte[] bytes = RawText.encode(text);
    MemorySegment copy = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
    return copy;
  }

  /** An array of pointers to C strings that ends with a null pointer. */
  static MemorySegment cStrings(Arena arena, List<String> texts) {
    return pointers(arena, texts.stream().map(text -> cString(arena, text)).toList());
  }

  private static MemorySegment pointers(Arena arena, List<MemorySegment> targets) {
    MemorySegment array = arena.allocate(ADDRESS, targets.size() + 1L);
    for (int i = 0; i < targets.size(); i++) {
      array.setAtIndex(ADDRESS, i, targets.get(i));
    }
    return array;
  }
}
