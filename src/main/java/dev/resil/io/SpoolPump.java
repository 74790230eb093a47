package dev.resil.io;

import dev.resil.posix.Errno;
import dev.resil.posix.Posix;

/** Writes the content of a spool to a sink. */
final class SpoolPump implements Pump {
  private final Spool spool;
  private final Sink sink;
  private final byte[] buffer = new byte[1 << 16];
  private long position;
  private int from;
  private int to;
  private int error;
  private boolean done;

  SpoolPump(Spool spool, Sink sink) {
    this.spool = spool;
    this.sink = sink;
  }

  boolean done() {
    return done;
  }

  /** The errno of the failed write or read; 0 if none failed. */
  int error() {
    return error;
  }

  @Override
  public int descriptor() {
    return sink.descriptor();
  }

  @Override
  public short events() {
    return Posix.POLLOUT;
  }

  @Override
  public void run() {
    while (!done) {
      if (from == to) {
        int sent = sink.take(spool, position);
        position += Math.max(0, sent);
        if (sent > 0 || Errno.isWouldBlock(-sent)) {
          return;
        }
        from = 0;
        to = Math.max(0, fill());
      }
      int count = done ? 0 : sink.write(buffer, from, to - from);
      if (count > 0) {
        from += count;
        return; // let other pumps run
      } else if (Errno.isWouldBlock(-count)) {
        return;
      } else if (count != -Errno.EINTR && count < 0) {
        end(count);
      }
    }
  }

  private int fill() {
    int count = spool.read(position, buffer);
    if (count <= 0) {
      end(count);
    } else {
      position += count;
    }
    return count;
  }

  private void end(int result) {
    error = -Math.min(0, result);
    done = true;
  }
}
