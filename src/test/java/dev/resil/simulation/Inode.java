package dev.resil.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A file or folder: in memory as all processes see it, and as the disk has it. */
final class Inode {
  private static final int SECTOR = 512;

  final boolean folder;
  final long born;
  long changed;
  long modified;
  int mode;

  /** Another file may have it once this one is gone. */
  int number;

  /** Names that lead here, and descriptors. */
  int names;

  int descriptors;

  /** The entries of a folder, and those that the disk has. */
  Map<String, Inode> entries = new TreeMap<>();

  Map<String, Inode> storedEntries = new TreeMap<>();

  private byte[] content = new byte[0];
  private byte[] stored = new byte[0];

  /** Since the last sync: a number of bytes to truncate to, or bytes to write at an offset. */
  private final List<Change> unsynced = new ArrayList<>();

  /** The owners of locked bytes, and those that wait. */
  final Map<Long, SimulatedProcess> locks = new HashMap<>();

  final Deque<Waiter> waiters = new ArrayDeque<>();

  record Waiter(SimulatedProcess process, long position, Schedule.Task task) {}

  private static final class Change {
    private final long offset;
    private final byte[] bytes;

    Change(long offset, byte[] bytes) {
      this.offset = offset;
      this.bytes = bytes;
    }

    byte[] on(byte[] before) {
      if (bytes.length == 0) {
        return Arrays.copyOf(before, Math.toIntExact(offset));
      }
      int end = Math.toIntExact(offset) + bytes.length;
      byte[] after = Arrays.copyOf(before, Math.max(before.length, end));
      System.arraycopy(bytes, 0, after, Math.toIntExact(offset), bytes.length);
      return after;
    }
  }

  Inode(int number, boolean folder, int mode, long born) {
    this.number = number;
    this.folder = folder;
    this.mode = mode;
    this.born = born;
    this.changed = born;
    this.modified = born;
  }

  byte[] content() {
    return content;
  }

  void truncate(long size, long now) {
    if (size < content.length) {
      change(new Change(size, new byte[0]), now);
    }
  }

  void write(long offset, byte[] bytes, long now) {
    if (bytes.length > 0) {
      change(new Change(offset, bytes), now);
    }
  }

  private void change(Change change, long now) {
    content = change.on(content);
    unsynced.add(change);
    modified = now;
    changed = now;
  }

  /** How many changes there are that a power cut may undo. */
  int version() {
    return unsynced.size();
  }

  /** The content is on the disk. */
  void sync() {
    unsynced.clear();
    stored = content;
  }

  /** An error while it was written: what was not synced is never tried again. */
  void failToSync(Random random) {
    stored = torn(random, 0);
    unsynced.clear();
  }

  /**
   * The content after a power cut: what is on the disk, and any of the sectors written since.
   *
   * @param ordered so many of the changes are on the disk for certain
   */
  void cutPower(Random random, int ordered) {
    content = torn(random, ordered);
    stored = content;
    unsynced.clear();
    locks.clear();
    waiters.clear();
    descriptors = 0;
  }

  private byte[] torn(Random random, int orderedChanges) {
    int ordered = Math.min(orderedChanges, unsynced.size());
    byte[] found = stored;
    int upTo = ordered + random.nextInt(unsynced.size() - ordered + 1);
    boolean tears = random.nextBoolean();
    for (int i = 0; i < upTo; i++) {
      Change change = unsynced.get(i);
      if (change.bytes.length == 0 || i < ordered || !tears) {
        found = change.on(found);
      } else {
        found = tornWrite(found, change, random);
      }
    }
    return found;
  }

  private static byte[] tornWrite(byte[] before, Change write, Random random) {
    byte[] found = before;
    for (int start = 0; start < write.bytes.length; start += SECTOR) {
      if (random.nextBoolean()) {
        int end = Math.min(write.bytes.length, start + SECTOR);
        found =
            new Change(write.offset + start, Arrays.copyOfRange(write.bytes, start, end)).on(found);
      }
    }
    return found;
  }
}
