package dev.resil.http;

import dev.resil.loop.Emission;
import dev.resil.loop.EventLoop;
import dev.resil.loop.LiveSink;
import dev.resil.loop.Spool;
import dev.resil.posix.Posix;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Keeps what goes to a stream: nobody could take back a part of it. */
final class StreamStore implements Store {
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
    this(posix, events, open -> open.open(path, true, false));
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
