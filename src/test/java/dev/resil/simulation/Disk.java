package dev.resil.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A file system on a disk whose power may be cut. */
final class Disk {
  /** A change of a folder's names that the disk does not have yet. */
  private sealed interface Change {
    Inode folder();

    record Link(Inode folder, String name, Inode file) implements Change {}

    record Unlink(Inode folder, String name) implements Change {}

    /** With the version of the content that is stored before it; -1 for none. */
    record Rename(Inode folder, String from, String to, Inode file, int ordered)
        implements Change {}
  }

  private static final int FOLDER = 040755;

  private final DiskKind kind;
  private final Inode root;
  private final List<Change> journal = new ArrayList<>();

  /** Numbers of removed files: the lowest is used again first. */
  private final PriorityQueue<Integer> free = new PriorityQueue<>();

  private int numbers = 1;

  Disk(DiskKind kind) {
    this.kind = kind;
    this.root = new Inode(numbers++, true, FOLDER, 0);
    this.root.names = 1;
  }

  Inode root() {
    return root;
  }

  /** A file or folder; empty if there is none. */
  Optional<Inode> find(String path) {
    Inode found = root;
    for (int start = 1; start < path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      found = found.entries.get(path.substring(start, end));
      if (found == null) {
        return Optional.empty();
      }
      start = end + 1;
    }
    return Optional.of(found);
  }

  Inode create(Inode folder, String name, boolean isFolder, int mode, long now) {
    int number = free.isEmpty() ? numbers++ : free.poll();
    Inode made = new Inode(number, isFolder, mode, now);
    link(folder, name, made);
    journal.add(new Change.Link(folder, name, made));
    return made;
  }

  private void link(Inode folder, String name, Inode file) {
    file.names++;
    Inode before = folder.entries.put(name, file);
    if (before != null) {
      before.names--;
      freeIfUnused(before);
    }
  }

  void unlink(Inode folder, String name) {
    Inode file = folder.entries.remove(name);
    file.names--;
    freeIfUnused(file);
    journal.add(new Change.Unlink(folder, name));
  }

  /** A file without a name is there until the last process closes it. */
  void freeIfUnused(Inode file) {
    if (file.names == 0 && file.descriptors == 0) {
      free.add(file.number);
    }
  }

  void rename(Inode folder, String from, String to) {
    Inode file = folder.entries.remove(from);
    boolean replaces = folder.entries.containsKey(to);
    link(folder, to, file);
    file.names--;
    int ordered = replaces && kind == DiskKind.JOURNALED ? file.version() : -1;
    journal.add(new Change.Rename(folder, from, to, file, ordered));
  }

  /** Stores a file's content or a folder's names, and all that the kind stores with them. */
  void sync(Inode file) {
    if (!file.folder) {
      // before the journal, whose entries name versions of the content
      syncContent(file);
    }
    if (kind == DiskKind.JOURNALED) {
      commit();
    } else if (file.folder) {
      journal.removeIf(change -> {
        boolean here = change.folder() == file;
        if (here) {
          store(change);
        }
        return here;
      });
    }
  }

  private void syncContent(Inode file) {
    file.sync();
    journal.replaceAll(change ->
        change instanceof Change.Rename rename && rename.file() == file && rename.ordered() > 0
            ? new Change.Rename(rename.folder(), rename.from(), rename.to(), file, 0)
            : change);
  }

  private void commit() {
    Set<Inode> ordered = new HashSet<>();
    for (Change change : journal) {
      store(change);
      if (change instanceof Change.Rename rename && rename.ordered() > 0) {
        ordered.add(rename.file());
      }
    }
    journal.clear();
    ordered.forEach(Inode::sync);
  }

  /** All is stored, as happens after some time. */
  void writeBack() {
    journal.forEach(Disk::store);
    journal.clear();
    reachable(root, new HashSet<>()).forEach(Inode::sync);
  }

  private static void store(Change change) {
    Map<String, Inode> names = change.folder().storedEntries;
    switch (change) {
      case Change.Link(_, String name, Inode file) -> names.put(name, file);
      case Change.Unlink(_, String name) -> names.remove(name);
      case Change.Rename(_, String from, String to, Inode file, _) -> {
        if (names.get(from) == file) {
          names.remove(from);
        }
        names.put(to, file);
      }
    }
  }

  /** Goes on with what the disk has. */
  void cutPower(Random random) {
    Map<Inode, Integer> ordered = new HashMap<>();
    int stored = random.nextInt(journal.size() + 1);
    for (int i = 0; i < journal.size(); i++) {
      if (kind == DiskKind.JOURNALED ? i < stored : random.nextBoolean()) {
        Change change = journal.get(i);
        store(change);
        if (change instanceof Change.Rename rename && rename.ordered() >= 0) {
          ordered.merge(rename.file(), rename.ordered(), Math::max);
        }
      }
    }
    journal.clear();
    recover(root);
    free.clear();
    numbers = 1;
    for (Inode file : reachable(root, new LinkedHashSet<>())) {
      // a number may have been used again for a file of which the disk knows nothing
      file.number = numbers++;
      file.cutPower(random, ordered.getOrDefault(file, 0));
    }
  }

  /** Names and their counts as stored. */
  private static void recover(Inode folder) {
    folder.entries = new TreeMap<>(folder.storedEntries);
    folder.entries.values().forEach(file -> file.names = 0);
    for (Inode file : folder.entries.values()) {
      file.names++;
      if (file.folder) {
        recover(file);
      }
    }
  }

  private static Set<Inode> reachable(Inode from, Set<Inode> found) {
    found.add(from);
    from.entries.values().forEach(file -> reachable(file, found));
    return found;
  }
}
