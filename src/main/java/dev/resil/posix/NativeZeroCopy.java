package dev.resil.posix;

import org.graalvm.nativeimage.Platform;
import org.graalvm.nativeimage.Platforms;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.type.CLongPointer;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/** {@link ZeroCopy} in the native image, on Linux. */
@Platforms(Platform.LINUX.class)
final class NativeZeroCopy implements ZeroCopy {
  @Override
  public int tee(int from, int to) {
    return NativePosix.orErrno(tee(from, to, WordFactory.unsigned(AT_ONCE), Abi.SPLICE_F_NONBLOCK));
  }

  @Override
  public int splice(int pipe, int file, long position, int length) {
    CLongPointer offset = StackValue.get(CLongPointer.class);
    offset.write(position);
    return NativePosix.orErrno(
        splice(
            pipe,
            WordFactory.nullPointer(),
            file,
            offset,
            WordFactory.unsigned(length),
            Abi.SPLICE_F_NONBLOCK));
  }

  @Override
  public int sendFile(int file, long position, int to, int length) {
    CLongPointer offset = StackValue.get(CLongPointer.class);
    offset.write(position);
    return NativePosix.orErrno(sendfile(to, file, offset, WordFactory.unsigned(length)));
  }

  @Override
  public int startWriting(int file, long position, long length) {
    return NativePosix.orErrno(syncFileRange(file, position, length, Abi.SYNC_FILE_RANGE_WRITE));
  }

  @Override
  public int widen(int pipe) {
    return NativePosix.orErrno(widenPipe(pipe, AT_ONCE));
  }

  @CFunction
  private static native long tee(int from, int to, UnsignedWord length, int flags);

  @CFunction
  private static native long splice(
      int from,
      CLongPointer fromOffset,
      int to,
      CLongPointer toOffset,
      UnsignedWord length,
      int flags);

  @CFunction
  private static native long sendfile(int to, int from, CLongPointer offset, UnsignedWord length);

  @CFunction("sync_file_range")
  private static native int syncFileRange(int file, long position, long length, int flags);

  @CFunction(value = "resil_widen_pipe", transition = Transition.NO_TRANSITION)
  private static native int widenPipe(int pipe, int size);
}
