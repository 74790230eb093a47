package dev.resil.doctor;

import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The limits of resil's control group and of those above it (cgroups(7), version 2): the smallest
 * of each.
 *
 * @param path the group's path, from the root that this process sees
 * @param memory in bytes; empty without a limit
 * @param processors their number, such as 1.5; empty without a limit
 * @param processes their number; empty without a limit
 */
public record CgroupLimits(
    String path, Optional<Long> memory, Optional<Double> processors, Optional<Long> processes) {
  /** Those of this process; empty without a hierarchy of version 2. */
  public static Optional<CgroupLimits> find(Posix posix) {
    ProcFiles hierarchy = new ProcFiles(posix, Path.of("/sys/fs/cgroup"));
    return hierarchy
        .content("cgroup.controllers")
        .flatMap(_ -> new ProcFiles(posix).content(ProcFiles.SELF + "/cgroup"))
        .flatMap(CgroupLimits::own)
        .map(path -> of(path, hierarchy));
  }

  private static Optional<String> own(String groups) {
    return groups
        .lines()
        .filter(line -> line.startsWith("0::/"))
        .map(line -> line.substring("0::".length()))
        .findFirst();
  }

  static CgroupLimits of(String path, ProcFiles hierarchy) {
    return new CgroupLimits(
        path,
        smallest(path, hierarchy, "memory.max", CgroupLimits::count),
        smallest(path, hierarchy, "cpu.max", CgroupLimits::share),
        smallest(path, hierarchy, "pids.max", CgroupLimits::count));
  }

  /** The smallest value of a file in a group and in those above it. */
  private static <T extends Comparable<T>> Optional<T> smallest(
      String path, ProcFiles hierarchy, String file, Function<String, Optional<T>> value) {
    return groups(path)
        .flatMap(group -> hierarchy.content(group + "/" + file).stream())
        .flatMap(content -> value.apply(content.strip()).stream())
        .min(Comparator.naturalOrder());
  }

  /** A group and those above it. */
  private static Stream<String> groups(String path) {
    return Stream.iterate(
        path.equals("/") ? "" : path,
        group -> group != null,
        group -> group.isEmpty() ? null : group.substring(0, group.lastIndexOf('/')));
  }

  private static Optional<Long> count(String text) {
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  /** Microseconds of processor time, and the period in which they may be used. */
  private static Optional<Double> share(String text) {
    String[] words = text.split(" ", -1);
    Optional<Long> quota = count(words[0]);
    Optional<Long> period = words.length == 2 ? count(words[1]) : Optional.empty();
    return quota.flatMap(used -> period.filter(of -> of > 0).map(of -> (double) used / of));
  }
}
