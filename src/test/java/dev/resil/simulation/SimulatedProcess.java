package dev.resil.simulation;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A process: its open files, its locks, and its end, after which none of its calls returns. */
public final class SimulatedProcess {
  private final Machine machine;
  private final int number;
  private final Set<SimulatedChannel> open = new LinkedHashSet<>();

  /** What the JDK of this process has locked or tries to lock. */
  private final Set<Lock> table = new HashSet<>();

  private boolean ended;

  private record Lock(Inode file, long position) {}

  SimulatedProcess(Machine machine, int number) {
    this.machine = machine;
    this.number = number;
  }

  /** Its number: none has it again. */
  public int number() {
    return number;
  }

  boolean hasEnded() {
    return ended;
  }

  Machine machine() {
    return machine;
  }

  /** Returns only if the process goes on. */
  void check() {
    if (ended) {
      throw new Killed();
    }
  }

  void step(String call, String path) {
    machine.step(this, call, path);
  }

  /** Ends the process: the kernel closes its files and frees its locks. */
  void kill() {
    if (!ended) {
      end();
    }
    throw new Killed();
  }

  /** Ends the process in whose turn this is called, or another. */
  void end() {
    ended = true;
    for (SimulatedChannel channel : List.copyOf(open)) {
      release(channel.inode());
    }
    open.clear();
    machine.ended(this);
  }

  void opened(SimulatedChannel channel) {
    open.add(channel);
    channel.inode().descriptors++;
  }

  /** Closes a descriptor; all of the process's locks on its file go with it. */
  void closed(SimulatedChannel channel, Set<Long> locked) {
    locked.forEach(position -> table.remove(new Lock(channel.inode(), position)));
    if (open.remove(channel)) {
      release(channel.inode());
    }
  }

  private void release(Inode file) {
    file.locks.values().removeIf(owner -> owner == this);
    for (Iterator<Inode.Waiter> all = file.waiters.iterator(); all.hasNext(); ) {
      Inode.Waiter waiter = all.next();
      if (ended && waiter.process() == this) {
        all.remove();
        machine.schedule().unblock(waiter.task());
      }
    }
    file.descriptors--;
    machine.disk().freeIfUnused(file);
    grant(file);
  }

  /** Gives free bytes to those that wait for them, the first one first. */
  private void grant(Inode file) {
    List<Inode.Waiter> granted = new ArrayList<>();
    for (Inode.Waiter waiter : file.waiters) {
      if (file.locks.putIfAbsent(waiter.position(), waiter.process()) == null) {
        granted.add(waiter);
      }
    }
    for (Inode.Waiter waiter : granted) {
      file.waiters.remove(waiter);
      machine.schedule().unblock(waiter.task());
    }
  }

  /** Locks a byte; false if another process has it. */
  boolean tryLock(Inode file, long position) throws IOException {
    Lock lock = tabled(file, position);
    boolean locked = false;
    try {
      step("try-lock", "");
      failToLock();
      SimulatedProcess owner = file.locks.putIfAbsent(position, this);
      locked = owner == null || owner == this;
    } finally {
      if (!locked) {
        table.remove(lock);
      }
    }
    return locked;
  }

  /** Waits for a byte. */
  void lock(Inode file, long position) throws IOException {
    Lock lock = tabled(file, position);
    boolean locked = false;
    try {
      step("lock", "");
      failToLock();
      SimulatedProcess owner = file.locks.putIfAbsent(position, this);
      if (owner != null && owner != this) {
        file.waiters.add(new Inode.Waiter(this, position, machine.schedule().current()));
        machine.schedule().block();
        check();
      }
      locked = true;
    } finally {
      if (!locked) {
        table.remove(lock);
      }
    }
  }

  private Lock tabled(Inode file, long position) {
    Lock lock = new Lock(file, position);
    if (!table.add(lock)) {
      throw new OverlappingFileLockException();
    }
    return lock;
  }

  private void failToLock() throws IOException {
    var error = machine.error();
    if (error.isPresent()) {
      throw error.get().atDescriptor();
    }
  }

  void unlock(Inode file, long position) {
    step("unlock", "");
    table.remove(new Lock(file, position));
    if (file.locks.remove(position, this)) {
      grant(file);
    }
  }
}
