package dev.resil.doctor;

import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The system that resil runs on.
 *
 * @param system the kernel's name
 * @param kernel its release
 * @param machine the processor's architecture
 * @param distribution the name in {@code os-release(5)}
 * @param libc the C library, such as {@code glibc 2.41}
 * @param processors the number of processors that this process may use
 * @param user the effective user's id
 * @param ownProc whether {@code /proc} shows this process's own PID namespace
 */
public record Host(
    String system,
    String kernel,
    String machine,
    Optional<String> distribution,
    String libc,
    int processors,
    long user,
    boolean ownProc) {
  private static final String NAME = "PRETTY_NAME=";

  /** This host. */
  public static Host find(Posix posix) {
    ProcFiles proc = new ProcFiles(posix);
    return new Host(
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"),
        distribution(new ProcFiles(posix, Path.of("/etc")).content("os-release")),
        posix.library(),
        Runtime.getRuntime().availableProcessors(),
        Integer.toUnsignedLong(posix.effectiveUser()),
        proc.link(ProcFiles.SELF).filter(Integer.toString(posix.pid())::equals).isPresent());
  }

  static Optional<String> distribution(Optional<String> release) {
    return release.flatMap(text ->
        text.lines()
            .filter(line -> line.startsWith(NAME))
            .map(line -> line.substring(NAME.length()).replaceAll("^[\"']|[\"']$", ""))
            .findFirst());
  }
}
