package dev.resil.http;

import dev.resil.io.DrainResult;
import dev.resil.io.EventLoop;
import dev.resil.io.LiveSink;
import dev.resil.io.Spool;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Buffers output for a stream, since written data cannot be taken back. */
final class StreamOutput implements AnswerOutput {
  private static final long LOOK_AGAIN_NANOS = 20_000_000;

  private final Posix posix;
  private final EventLoop events;
  private final ToIntFunction<Posix> target;
  private Spool spool;

  /**
   * An output for a descriptor.
   *
   * @param descriptor the final destination
   */
  StreamOutput(Posix posix, EventLoop events, int descriptor) {
    this(posix, events, open -> descriptor);
  }

  /** An output for a device or named pipe. */
  StreamOutput(Posix posix, EventLoop events, String path) {
    this(posix, events, open -> open.open(path, true, true));
  }

  private StreamOutput(Posix posix, EventLoop events, ToIntFunction<Posix> target) {
    this.posix = posix;
    this.events = events;
    this.target = target;
    this.spool = new Spool(posix, Spool.temporaryFolder());
  }

  @Override
  public long size() {
    return spool.size();
  }

  @Override
  public void append(byte[] bytes, int offset, int length) throws LocalFailureException {
    int error = spool.append(bytes, offset, length);
    if (error < 0) {
      throw new LocalFailureException(
          "cannot store the response in " + Spool.temporaryFolder() + ": " + posix.message(-error));
    }
  }

  @Override
  public void cutTo(long length) throws LocalFailureException {
    byte[] start = new byte[(int) length];
    int kept = length == 0 ? 0 : spool.read(0, start);
    discard();
    append(start, 0, Math.max(0, kept));
  }

  @Override
  public DrainResult commit(Consumer<Spool> copy) {
    int descriptor = target.applyAsInt(posix);
    while (descriptor == -Errno.ENXIO) {
      // a named pipe without a reader yet
      Optional<ReceivedSignal> signal = events.await(LOOK_AGAIN_NANOS);
      if (signal.filter(EventLoop::stops).isPresent()) {
        events.putBack(signal.get());
        return new DrainResult.Stopped(signal.get().number());
      }
      descriptor = target.applyAsInt(posix);
    }
    DrainResult drained =
        descriptor < 0
            ? new DrainResult.Failed("cannot write the output: " + posix.message(-descriptor))
            : DrainResult.of(spool, LiveSink.of(posix, descriptor), posix, events);
    if (drained instanceof DrainResult.Complete) {
      copy.accept(spool);
    }
    discard();
    return drained;
  }

  @Override
  public void discard() {
    spool.close();
    spool = new Spool(posix, Spool.temporaryFolder());
  }
}
