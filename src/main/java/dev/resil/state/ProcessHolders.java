package dev.resil.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Processes of this machine, as {@code PID:START:NAMESPACE:BOOT:HOST}. A process id alone is
 * reused; with the start time (ticks since the boot, which no clock change moves: proc(5), {@code
 * /proc/PID/stat}, field 22), the pid namespace and the boot it identifies one process for good.
 *
 * <p>Without {@code /proc} a holder has no name, and its permit is freed only when the lease
 * expires. A holder on another host or in another namespace can't be seen and counts as alive. A
 * holder on this host from before its last boot is dead.
 */
public final class ProcessHolders implements Holders {
  private static final int PARTS = 5;

  /** Overrides the hostname, for hosts that share a name or change it. */
  private static final String HOST_VARIABLE = "RESIL_HOST";

  private final Path proc;
  private String here = "";

  /** The holders visible to this process. */
  public ProcessHolders() {
    this(Path.of("/proc"));
  }

  ProcessHolders(Path proc) {
    this.proc = proc;
  }

  /** Namespace, boot and host; looked up on first use, since a CLOSED breaker never needs them. */
  private synchronized String here() {
    if (here.isEmpty()) {
      here =
          "%s:%s:%s"
              .formatted(
                  namespace().orElse(""),
                  firstLine("sys/kernel/random/boot_id").orElse(""),
                  firstLine("sys/kernel/hostname").orElse(""));
    }
    return here;
  }

  @Override
  public String self() {
    return "%s:%s:%s".formatted(pid(), startOf("self").orElse(""), here());
  }

  @Override
  public String host() {
    return Optional.ofNullable(System.getenv(HOST_VARIABLE))
        .filter(name -> !name.isEmpty())
        .or(() -> firstLine("sys/kernel/hostname"))
        .orElse("localhost");
  }

  @Override
  public boolean isAlive(String holder) {
    String[] theirs = holder.split(":", PARTS);
    String[] ours = ("::" + here()).split(":", PARTS);
    if (theirs.length != PARTS || !theirs[4].equals(ours[4])) {
      return true;
    }
    if (!theirs[3].equals(ours[3])) {
      return false;
    }
    if (!theirs[2].equals(ours[2])) {
      return true;
    }
    boolean named = !theirs[0].isEmpty() && theirs[0].chars().allMatch(c -> c >= '0' && c <= '9');
    return !named || startOf(theirs[0]).filter(theirs[1]::equals).isPresent();
  }

  private String pid() {
    try {
      return Files.readSymbolicLink(proc.resolve("self")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** The start time of a process, in ticks since the boot; empty if the process is gone. */
  private Optional<String> startOf(String pid) {
    Path stat = proc.resolve(pid + "/stat");
    try {
      // the command's name is in parentheses and may contain any character, even parentheses
      String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      boolean dead = fields[0].equals("Z") || fields[0].equals("X");
      return dead ? Optional.empty() : Optional.of(fields[19]);
    } catch (IOException e) {
      // the process is gone, or ended meanwhile
      return Optional.empty();
    }
  }

  private Optional<String> namespace() {
    try {
      return Optional.of(Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString())
          .map(link -> link.replaceAll("[^0-9]", ""));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> firstLine(String file) {
    try {
      return Optional.of(Files.readString(proc.resolve(file)).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
