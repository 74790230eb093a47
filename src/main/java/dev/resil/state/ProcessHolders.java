package dev.resil.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Processes of this machine, as {@code PID:START:NAMESPACE:BOOT:HOST}. A process id alone is used
 * again by others; with its start time (ticks since the boot, which no clock change moves: proc(5),
 * {@code /proc/PID/stat}, field 22), its pid namespace and the boot it names one process for ever.
 *
 * <p>Where there is no {@code /proc}, a holder has no name, and only a lease's end frees its
 * permit. A holder on another host or in another namespace can't be seen from here and counts as
 * alive. One of this host from before its last boot is gone.
 */
public final class ProcessHolders implements Holders {
  private static final int PARTS = 5;

  /** Names the host where its own name tells nobody apart, or too many. */
  private static final String HOST_VARIABLE = "RESIL_HOST";

  private final Path proc;
  private String here = "";

  /** The holders that this process can see. */
  public ProcessHolders() {
    this(Path.of("/proc"));
  }

  ProcessHolders(Path proc) {
    this.proc = proc;
  }

  /**
   * Namespace, boot and host; looked up when it is first asked for, which a CLOSED breaker never
   * does.
   */
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
    String[] his = holder.split(":", PARTS);
    String[] ours = ("::" + here()).split(":", PARTS);
    if (his.length != PARTS || !his[4].equals(ours[4])) {
      return true;
    }
    if (!his[3].equals(ours[3])) {
      return false;
    }
    if (!his[2].equals(ours[2])) {
      return true;
    }
    boolean named = !his[0].isEmpty() && his[0].chars().allMatch(c -> c >= '0' && c <= '9');
    return !named || startOf(his[0]).filter(his[1]::equals).isPresent();
  }

  private String pid() {
    try {
      return Files.readSymbolicLink(proc.resolve("self")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** When a process started, in ticks since the boot; empty where it is gone. */
  private Optional<String> startOf(String pid) {
    Path stat = proc.resolve(pid + "/stat");
    try {
      // the command's name stands in parentheses and may hold anything, parentheses and spaces too
      String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      boolean dead = fields[0].equals("Z") || fields[0].equals("X");
      return dead ? Optional.empty() : Optional.of(fields[19]);
    } catch (IOException e) {
      // the process is gone, or ended while it was looked at
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
