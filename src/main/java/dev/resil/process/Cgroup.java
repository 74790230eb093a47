package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import dev.resil.process.ProcessTable.Running;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A control group of an attempt's own (cgroups(7), version 2). A process is born into its parent's
 * group, and no process of the attempt can leave it by {@code setsid} or a double fork, so the
 * group's members are known even where {@code /proc} cannot be trusted. Needs the right to make a
 * group below resil's own, as root or in a delegated scope has it.
 */
public final class Cgroup {
  /** Where the unified hierarchy is mounted: alone, or beside version 1. */
  private static final List<Path> HIERARCHIES =
      List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"));

  private static final String PROCESSES = "cgroup.procs";

  /** Written as a process's id, it names the writer. */
  private static final String WRITER = "0";

  private final Posix posix;
  private final Path parent;
  private final Path folder;
  private final Map<Integer, Running> known = new LinkedHashMap<>();
  private long count;

  private Cgroup(Posix posix, Path parent, Path folder) {
    this.posix = posix;
    this.parent = parent;
    this.folder = folder;
  }

  /**
   * Makes a group below the one that resil is in, and moves resil into it until {@link #leave}, so
   * that a command started meanwhile is born there.
   *
   * @param name unlike the names of all other groups there
   * @return empty if resil's own group cannot be found for certain, or has no place for another
   */
  public static Optional<Cgroup> enter(Posix posix, String name) {
    return enter(posix, name, HIERARCHIES);
  }

  static Optional<Cgroup> enter(Posix posix, String name, List<Path> hierarchies) {
    for (Path parent : candidates(posix, hierarchies)) {
      if (listed(parent).contains(posix.pid())) {
        Cgroup group = new Cgroup(posix, parent, parent.resolve(name));
        return group.entered() ? Optional.of(group) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * The places where resil's group may be: that which {@code /proc/self} names, which is always
   * about the reader, and the hierarchy's root, as in most containers.
   */
  private static List<Path> candidates(Posix posix, List<Path> hierarchies) {
    Optional<String> own =
        new ProcFiles(posix)
            .content(ProcFiles.SELF + "/cgroup")
            .flatMap(lines -> lines.lines().filter(line -> line.startsWith("0::/")).findFirst())
            .map(line -> line.substring("0::/".length()));
    List<Path> places = new ArrayList<>();
    for (Path hierarchy : hierarchies) {
      if (!Files.exists(hierarchy.resolve("cgroup.controllers"))) {
        continue; // version 1, or not mounted
      }
      own.flatMap(path -> resolved(hierarchy, path)).ifPresent(places::add);
      places.add(hierarchy);
    }
    return places;
  }

  private static Optional<Path> resolved(Path hierarchy, String path) {
    try {
      return Optional.of(hierarchy.resolve(path));
    } catch (InvalidPathException e) {
      return Optional.empty(); // a name that is not in the locale's character set
    }
  }

  private boolean entered() {
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      return false;
    }
    if (!move(WRITER, folder)) {
      dissolve();
      return false;
    }
    return true;
  }

  /** Moves resil back; false if it is still in the group, which must then not be used. */
  public boolean leave() {
    return move(WRITER, parent) && !members(folder).contains(posix.pid());
  }

  private static boolean move(String process, Path group) {
    return write(group.resolve(PROCESSES), process);
  }

  private static boolean write(Path file, String text) {
    try {
      Files.writeString(file, text);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The running processes of the group, in no order; each keeps its identity between calls. */
  List<Running> members() {
    List<Integer> now = members(folder);
    known.keySet().retainAll(now);
    now.forEach(pid -> known.computeIfAbsent(pid, this::member));
    return List.copyOf(known.values());
  }

  /** Its parent is not known, so it is verified before it is signalled. */
  private Running member(int pid) {
    return new Running(
        pid,
        0,
        posix.processGroup(pid),
        posix.session(pid),
        - ++count,
        "a process of the attempt",
        Running.UNKNOWN);
  }

  /** The processes of a group and of those below it, as their ids here. */
  private static List<Integer> members(Path group) {
    List<Integer> found = new ArrayList<>(listed(group));
    try (DirectoryStream<Path> below = Files.newDirectoryStream(group, Files::isDirectory)) {
      below.forEach(one -> found.addAll(members(one)));
    } catch (IOException | DirectoryIteratorException e) {
      return found; // the group was removed meanwhile: its processes have ended
    }
    return found;
  }

  /** The processes of a group itself; a process of an outer PID namespace is listed as 0. */
  private static List<Integer> listed(Path group) {
    try {
      return Files.readAllLines(group.resolve(PROCESSES)).stream()
          .map(Integer::parseInt)
          .filter(pid -> pid != 0)
          .toList();
    } catch (IOException e) {
      return List.of(); // removed, or one of threads, which belong to a process above
    }
  }

  /** Kills all members at once, even while they fork (since Linux 5.14). */
  void kill() {
    write(folder.resolve("cgroup.kill"), "1");
  }

  /** Moves the processes that are left to resil's own group, and removes this one. */
  public void dissolve() {
    for (int pid : members(folder)) {
      move(Integer.toString(pid), parent);
    }
    try {
      Files.delete(folder);
    } catch (IOException e) {
      // in use: the attempt has made groups of its own
    }
  }
}
