package dev.resil.http;

import dev.resil.loop.Emission;
import dev.resil.loop.EventLoop;
import dev.resil.loop.LiveSink;
import dev.resil.loop.Spool;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Keeps what goes to a stream: nobody could take back a part of it. */
final class StreamStore implements Store {
  private static final long LOOK_AGAIN_NANOS = 20_000_000;

  private final Posix posix;
  private final EventLoop events;
  private final ToIntFunction<Posix> target;
  private Spool spool;

  /**
   * A store in front of a descriptor.
   *
   * @param descriptor where all of it goes in the end
   */
  StreamStore(Posix posix, EventLoop events, int descriptor) {
    this(posix, events, open -> descriptor);
  }

  /** A store in front of a device or named pipe. */
  StreamStore(Posix posix, EventLoop events, String path) {
    this(posix, events, open -> open.open(path, true, true));
  }

  private StreamStore(Posix posix, EventLoop events, ToIntFunction<Posix> target) {
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
  public void append(byte[] bytes, int offset, int length) throws StoreException {
    int error = spool.append(bytes, offset, length);
    if (error < 0) {
      throw new StoreException(
          "cannot keep the answer in " + Spool.temporaryFolder() + ": " + posix.message(-error));
    }
  }

  @Override
  public void cutTo(long length) throws StoreException {
    byte[] start = new byte[(int) length];
    int kept = length == 0 ? 0 : spool.read(0, start);
    discard();
    append(start, 0, Math.max(0, kept));
  }

  @Override
  public Emission commit(Consumer<Spool> copy) {
    int descriptor = target.applyAsInt(posix);
    while (descriptor == -Errno.ENXIO) {
      // a named pipe that nobody reads yet
      Optional<ReceivedSignal> signal = events.await(LOOK_AGAIN_NANOS);
      if (signal.filter(EventLoop::stops).isPresent()) {
        events.putBack(signal.get());
        return new Emission.Stopped(signal.get().number());
      }
      descriptor = target.applyAsInt(posix);
    }
    Emission emission =
        descriptor < 0
            ? new Emission.Failed("cannot write the output: " + posix.message(-descriptor))
            : Emission.of(spool, LiveSink.of(posix, descriptor), posix, events);
    if (emission instanceof Emission.Complete) {
      copy.accept(spool);
    }
    discard();
    return emission;
  }

  @Override
  public void discard() {
    spool.close();
    spool = new Spool(posix, Spool.temporaryFolder());
  }
}
