package dev.resil.state;

import dev.resil.files.UserPath;
import dev.resil.posix.Posix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Notifications of the kernel that a record's file was replaced or removed. */
final class FileChanges implements Changes {
  /** An {@code inotify_event}: descriptor, mask, cookie, length of the name, and the name. */
  private static final int HEAD = 16;

  private static final int MASK = 4;
  private static final int LENGTH = 12;

  /** The folder was removed, or the kernel lost count. */
  private static final int MUST_LOOK = 0x8000 | 0x4000 | 0x2000;

  private final Posix posix;
  private final int descriptor;
  private final byte[] name;
  private final byte[] buffer = new byte[1 << 12];

  private FileChanges(Posix posix, int descriptor, byte[] name) {
    this.posix = posix;
    this.descriptor = descriptor;
    this.name = name;
  }

  /** Watches a file in an existing folder; polled if the system cannot. */
  static Changes of(Path file) {
    Posix posix = Posix.get();
    int descriptor = posix.watchFolder(UserPath.text(file.getParent()));
    byte[] name = file.getFileName().toString().getBytes(StandardCharsets.US_ASCII);
    return descriptor < 0 ? POLLED : new FileChanges(posix, descriptor, name);
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public boolean any() {
    boolean any = false;
    for (int length = read(); length > 0; length = read()) {
      any |= isIn(ByteBuffer.wrap(buffer, 0, length).order(ByteOrder.nativeOrder()));
    }
    return any;
  }

  private int read() {
    return posix.read(descriptor, buffer, 0, buffer.length);
  }

  private boolean isIn(ByteBuffer events) {
    boolean found = false;
    for (int at = 0; at + HEAD <= events.limit(); at += HEAD + events.getInt(at + LENGTH)) {
      found |= (events.getInt(at + MASK) & MUST_LOOK) != 0 || isOurs(events, at + HEAD);
    }
    return found;
  }

  /** The name is padded with zeros. */
  private boolean isOurs(ByteBuffer events, int at) {
    int end = at + name.length;
    for (int i = 0; i < name.length; i++) {
      if (at + i >= events.limit() || events.get(at + i) != name[i]) {
        return false;
      }
    }
    return end >= events.limit() || events.get(end) == 0;
  }

  @Override
  public void close() {
    posix.close(descriptor);
  }
}
