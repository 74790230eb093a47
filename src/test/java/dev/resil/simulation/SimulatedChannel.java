package dev.resil.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** An open file or folder of a simulated process. */
final class SimulatedChannel extends FileChannel {
  private final SimulatedProcess process;
  private final Machine machine;
  private final Inode inode;
  private final boolean writes;
  private final Set<Long> locked = new HashSet<>();
  private long position;

  SimulatedChannel(SimulatedProcess process, Inode inode, boolean writes) {
    this.process = process;
    this.machine = process.machine();
    this.inode = inode;
    this.writes = writes;
    process.opened(this);
  }

  Inode inode() {
    return inode;
  }

  private void call(String name) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    process.step(name, "");
  }

  private void fail() throws IOException {
    Optional<SystemError> error = machine.error();
    if (error.isPresent()) {
      throw error.get().atDescriptor();
    }
  }

  private void checkWritable() {
    if (!writes) {
      throw new NonWritableChannelException();
    }
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    if (writes) {
      throw new NonReadableChannelException();
    }
    call("read");
    fail();
    if (inode.folder) {
      throw new IOException("Is a directory");
    }
    byte[] all = inode.content();
    int left = Math.toIntExact(Math.max(0, all.length - position));
    if (left == 0) {
      return -1;
    }
    int wanted = Math.min(left, to.remaining());
    // a part, as when a signal comes
    int length = wanted > 1 && machine.random().nextInt(8) == 0 ? wanted / 2 : wanted;
    to.put(all, Math.toIntExact(position), length);
    position += length;
    return length;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    checkWritable();
    call("write");
    Optional<SystemError> error =
        machine.isFull() ? Optional.of(SystemError.ENOSPC) : machine.error();
    boolean partly = error.isPresent() || machine.random().nextInt(8) == 0;
    int length = partly ? machine.random().nextInt(from.remaining() + 1) : from.remaining();
    byte[] bytes = new byte[length];
    from.get(bytes);
    inode.write(position, bytes, machine.fileTime());
    position += length;
    if (error.isPresent()) {
      throw error.get().atDescriptor();
    }
    return length;
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    checkWritable();
    call("truncate");
    fail();
    inode.truncate(size, machine.fileTime());
    position = Math.min(position, size);
    return this;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    call("sync");
    Optional<SystemError> error = machine.error();
    if (error.isPresent()) {
      if (!inode.folder) {
        inode.failToSync(machine.random());
      }
      throw error.get().atDescriptor();
    }
    machine.disk().sync(inode);
  }

  @Override
  public long size() throws IOException {
    call("size");
    fail();
    return inode.content().length;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long next) {
    position = next;
    return this;
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) throws IOException {
    checkWritable();
    return process.tryLock(inode, from) ? new Held(from) : null;
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) throws IOException {
    checkWritable();
    process.lock(inode, from);
    return new Held(from);
  }

  private final class Held extends FileLock {
    private boolean valid = true;

    Held(long position) {
      super(SimulatedChannel.this, position, 1, false);
      locked.add(position);
    }

    @Override
    public boolean isValid() {
      return valid && isOpen();
    }

    @Override
    public void release() {
      if (isValid()) {
        valid = false;
        locked.remove(position());
        process.unlock(inode, position());
      }
    }
  }

  @Override
  protected void implCloseChannel() throws IOException {
    process.step("close", "");
    process.closed(this, Set.copyOf(locked));
    fail();
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) throws IOException {
    return read(Arrays.asList(to).get(offset));
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    return write(Arrays.asList(from).get(offset));
  }

  @Override
  public int read(ByteBuffer to, long at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer from, long at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long at, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    throw new UnsupportedOperationException();
  }
}
