package dev.resil.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;

/**
 * New content for a file, written beside it and renamed into place: a reader finds the old content
 * or the new, never a part. A file that cannot be renamed over is overwritten. What is not
 * committed is removed on close.
 */
public final class Replacement implements Closeable {
  private final Path target;
  private final Path beside;
  private final FileChannel channel;
  private boolean inPlace;
  private boolean committed;

  private Replacement(Path target, Path beside, boolean inPlace) throws IOException {
    this.target = target;
    this.beside = beside;
    this.inPlace = inPlace;
    this.channel = FileChannel.open(beside, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * A replacement under a name of its own, so that several processes can write one at once.
   *
   * @param target absolute; it need not exist
   * @param suffix ends the name, such as {@code .tmp}
   * @param mode the new file's permissions; none: 0600
   */
  public static Replacement of(Path target, String suffix, FileAttribute<?>... mode)
      throws IOException {
    return new Replacement(target, TemporaryFiles.create(target.getParent(), suffix, mode), false);
  }

  /**
   * New content for an existing file that cannot be renamed over.
   *
   * @param folder where the content is until it is committed
   */
  static Replacement inPlace(Path target, Path folder, String suffix) throws IOException {
    return new Replacement(target, TemporaryFiles.create(folder, suffix), true);
  }

  /** Where the new content is, until it is committed. */
  public Path file() {
    return beside;
  }

  /** Takes the new content. */
  public FileChannel channel() {
    return channel;
  }

  /** Writes all of the bytes at the channel's position. */
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Gives the new file the owner, permissions, access list and labels of an old one. If that is
   * impossible, the old file will be overwritten.
   */
  public void keepAttributes() throws IOException {
    inPlace = inPlace || (Files.exists(target) && !KeptAttributes.copy(target, beside));
  }

  /** Puts the new content in place. A power cut may undo it. */
  public void commit() throws IOException {
    channel.close();
    if (inPlace) {
      overwrite(false);
    } else {
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    }
    committed = true;
  }

  private void overwrite(boolean durable) throws IOException {
    try (FileChannel from = FileChannel.open(beside, StandardOpenOption.READ);
        FileChannel to =
            FileChannel.open(
                target, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      long size = from.size();
      for (long done = 0; done < size; ) {
        done += from.transferTo(done, size - done, to);
      }
      if (durable) {
        to.force(true);
      }
    }
    Files.delete(beside);
  }

  /** Puts the new content in place, to survive a power cut. */
  public void commitDurably() throws IOException {
    if (inPlace) {
      channel.close();
      overwrite(true);
      committed = true;
    } else {
      channel.force(true);
      commit();
      PrivateFiles.sync(target.getParent());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!committed) {
      Files.deleteIfExists(beside);
    }
  }
}
