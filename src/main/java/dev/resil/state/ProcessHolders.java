package dev.resil.state;

import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import dev.resil.posix.RawEnvironment;
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
  private static final int PLACE_PARTS = 3;

  /** Overrides the hostname, for hosts that share a name or change it. */
  private static final String HOST_VARIABLE = "RESIL_HOST";

  private final ProcFiles proc;
  private String here = "";
  private String self = "";

  /** The holders visible to this process. */
  public ProcessHolders() {
    this(new ProcFiles(Posix.get()));
  }

  ProcessHolders(ProcFiles proc) {
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
  public synchronized String self() {
    if (self.isEmpty()) {
      self = "%s:%s:%s".formatted(pid(), startOf(ProcFiles.SELF).orElse(""), here());
    }
    return self;
  }

  @Override
  public String host() {
    return Optional.ofNullable(RawEnvironment.get(HOST_VARIABLE))
        .filter(name -> !name.isEmpty())
        .or(() -> firstLine("sys/kernel/hostname"))
        .orElse("localhost");
  }

  /**
   * The name of a holder.
   *
   * @param place its namespace, boot and host
   */
  private record Name(String pid, String start, String place) {
    /** The parts of a name; empty for another text. */
    static Optional<Name> of(String holder) {
      int pidEnd = holder.indexOf(':');
      int startEnd = holder.indexOf(':', pidEnd + 1);
      return pidEnd < 0 || startEnd < 0
          ? Optional.empty()
          : Optional.of(
              new Name(
                  holder.substring(0, pidEnd),
                  holder.substring(pidEnd + 1, startEnd),
                  holder.substring(startEnd + 1)));
    }

    private static boolean isNumber(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return false;
        }
      }
      return !text.isEmpty();
    }

    /** Whether it is on a host, in an earlier boot. */
    boolean isBefore(String here) {
      String[] theirs = place.split(":", PLACE_PARTS);
      String[] ours = here.split(":", PLACE_PARTS);
      return theirs.length == PLACE_PARTS
          && theirs[2].equals(ours[2])
          && !theirs[1].equals(ours[1]);
    }
  }

  @Override
  public boolean isAlive(String holder) {
    Optional<Name> name = Name.of(holder);
    if (name.isEmpty()) {
      return true;
    }
    Name known = name.get();
    if (!known.place().equals(here())) {
      return !known.isBefore(here());
    }
    return !Name.isNumber(known.pid())
        || startOf(known.pid()).filter(known.start()::equals).isPresent();
  }

  /** A process of this boot, host and namespace; a dead one of an earlier boot needs no look. */
  @Override
  public boolean isVisible(String holder) {
    return Name.of(holder)
        .filter(name -> Name.isNumber(name.pid()) && Name.isNumber(name.start()))
        .filter(name -> name.place().equals(here()))
        .filter(_ -> !here().split(":", PLACE_PARTS)[1].isEmpty())
        .isPresent();
  }

  private String pid() {
    return proc.link(ProcFiles.SELF).orElse("");
  }

  /** The start time of a process, in ticks since the boot; empty if the process is gone. */
  private Optional<String> startOf(String pid) {
    return proc.stat(pid).filter(stat -> !stat.ended()).map(stat -> Long.toString(stat.start()));
  }

  private Optional<String> namespace() {
    return proc.link(ProcFiles.SELF + "/ns/pid").map(link -> link.replaceAll("[^0-9]", ""));
  }

  private Optional<String> firstLine(String file) {
    return proc.content(file).map(String::strip);
  }
}
