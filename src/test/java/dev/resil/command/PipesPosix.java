package dev.resil.command;

import dev.resil.posix.Posix;
import dev.resil.posix.ZeroCopy;
import dev.resil.process.FakePosix;

/** The real system's pipes and files, without signals. */
class PipesPosix extends FakePosix {
  private final Posix real = Posix.get();

  @Override
  public int openSignals() {
    return -1;
  }

  @Override
  public int poll(int[] descriptors, short[] events, short[] ready, long nanos) {
    return real.poll(descriptors, events, ready, nanos);
  }

  @Override
  public int read(int descriptor, byte[] buffer, int offset, int length) {
    return real.read(descriptor, buffer, offset, length);
  }

  @Override
  public int write(int descriptor, byte[] buffer, int offset, int length) {
    return real.write(descriptor, buffer, offset, length);
  }

  @Override
  public int close(int descriptor) {
    return real.close(descriptor);
  }

  @Override
  public int pipe(int[] ends) {
    return real.pipe(ends);
  }

  @Override
  public int setNonBlocking(int descriptor) {
    return real.setNonBlocking(descriptor);
  }

  @Override
  public int open(String path, boolean write, boolean nonBlocking) {
    return real.open(path, write, nonBlocking);
  }

  @Override
  public int temporaryFile(String folder) {
    return real.temporaryFile(folder);
  }

  @Override
  public long seek(int descriptor, long offset, int whence) {
    return real.seek(descriptor, offset, whence);
  }

  @Override
  public ZeroCopy zeroCopy() {
    return real.zeroCopy();
  }
}
