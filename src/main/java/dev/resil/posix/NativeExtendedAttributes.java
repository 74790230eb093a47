package dev.resil.posix;

import dev.resil.text.RawText;
import java.util.List;
import java.util.Optional;
import org.graalvm.nativeimage.Platform;
import org.graalvm.nativeimage.Platforms;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/** {@link ExtendedAttributes} in the native image, on Linux. */
@Platforms(Platform.LINUX.class)
final class NativeExtendedAttributes implements ExtendedAttributes {
  @Override
  public List<String> names(String path) {
    try (NativeMemory memory = new NativeMemory()) {
      CCharPointer names = (CCharPointer) memory.allocate(MAX);
      long size = listxattr(memory.string(RawText.encode(path)), names, WordFactory.unsigned(MAX));
      return size <= 0 ? List.of() : RawArguments.split(bytes(names, size));
    }
  }

  @Override
  public Optional<byte[]> value(String path, String name) {
    try (NativeMemory memory = new NativeMemory()) {
      CCharPointer value = (CCharPointer) memory.allocate(MAX);
      long size =
          getxattr(
              memory.string(RawText.encode(path)),
              memory.string(RawText.encode(name)),
              value,
              WordFactory.unsigned(MAX));
      return size < 0 ? Optional.empty() : Optional.of(bytes(value, size));
    }
  }

  @Override
  public int set(String path, String name, byte[] value) {
    try (NativeMemory memory = new NativeMemory()) {
      return NativePosix.orErrno(
          setxattr(
              memory.string(RawText.encode(path)),
              memory.string(RawText.encode(name)),
              memory.string(value),
              WordFactory.unsigned(value.length),
              0));
    }
  }

  @Override
  public int remove(String path, String name) {
    try (NativeMemory memory = new NativeMemory()) {
      return NativePosix.orErrno(
          removexattr(memory.string(RawText.encode(path)), memory.string(RawText.encode(name))));
    }
  }

  private static byte[] bytes(CCharPointer from, long size) {
    byte[] bytes = new byte[(int) size];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = from.read(i);
    }
    return bytes;
  }

  @CFunction(transition = Transition.NO_TRANSITION)
  private static native long listxattr(CCharPointer path, CCharPointer names, UnsignedWord size);

  @CFunction(transition = Transition.NO_TRANSITION)
  private static native long getxattr(
      CCharPointer path, CCharPointer name, CCharPointer value, UnsignedWord size);

  @CFunction(transition = Transition.NO_TRANSITION)
  private static native int setxattr(
      CCharPointer path, CCharPointer name, CCharPointer value, UnsignedWord size, int flags);

  @CFunction(transition = Transition.NO_TRANSITION)
  private static native int removexattr(CCharPointer path, CCharPointer name);
}
