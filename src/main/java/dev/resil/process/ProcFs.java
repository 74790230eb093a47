package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.run.ProcessCondition;
import dev.resil.text.RawText;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The process table of {@code proc(5)}. It is used only if {@code /proc} is proved to belong to
 * this process's own PID namespace: in a container, for instance, {@code /proc} may show the outer
 * namespace, in which the same id names another process.
 */
public final class ProcFs implements ProcessTable {
  private static final String ROOT = "/proc/";
  private static final String FOREIGN = "/proc shows another PID namespace";

  private final Posix posix;
  private final byte[] buffer = new byte[4096];

  private Optional<String> blindness = Optional.empty();
  private boolean proved;

  public ProcFs(Posix posix) {
    this.posix = posix;
  }

  @Override
  public Optional<String> blindness() {
    if (!proved) {
      blindness = findBlindness();
      proved = true;
    }
    return blindness;
  }

  /**
   * {@code NSpid} lists this process's ids from the namespace of {@code /proc} down to its own
   * (proc(5), since Linux 4.1): a single id, equal to its own, is the proof.
   */
  private Optional<String> findBlindness() {
    Optional<String> status = content(ROOT + "self/status").map(RawText::decode);
    if (status.isEmpty()) {
      return Optional.of("/proc cannot be read");
    }
    String self = Integer.toString(posix.pid());
    Optional<String> ids = field(status.get(), "NSpid:");
    boolean own =
        ids.isPresent()
            ? ids.get().equals(self)
            : field(status.get(), "Pid:").equals(Optional.of(self)) && sharesNamespaceWithInit();
    return own ? Optional.empty() : Optional.of(FOREIGN);
  }

  /** For kernels without NSpid: the inode identifies the namespace (namespaces(7)). */
  private static boolean sharesNamespaceWithInit() {
    try {
      Path own = Path.of(ROOT + "self/ns/pid");
      return Files.notExists(own, LinkOption.NOFOLLOW_LINKS) // a kernel without PID namespaces
          || Files.readSymbolicLink(own).equals(Files.readSymbolicLink(Path.of(ROOT + "1/ns/pid")));
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<String> field(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst();
  }

  private boolean blind() {
    return blindness().isPresent();
  }

  @Override
  public List<Running> running() {
    return blind()
        ? List.of()
        : numbers(ROOT).mapToObj(this::process).flatMap(Optional::stream).toList();
  }

  @Override
  public boolean ignores(int pid, int signal) {
    return isInMask(pid, "SigIgn:", signal);
  }

  @Override
  public boolean handles(int pid, int signal) {
    return ignores(pid, signal) || isInMask(pid, "SigCgt:", signal);
  }

  /** The mask is hexadecimal, with bit 0 for signal 1. */
  private boolean isInMask(int pid, String name, int signal) {
    return status(pid)
        .flatMap(status -> field(status, name))
        .map(mask -> Long.parseUnsignedLong(mask, 16))
        .filter(mask -> (mask >>> (signal - 1) & 1) != 0)
        .isPresent();
  }

  private Optional<String> status(int pid) {
    return blind() ? Optional.empty() : content(ROOT + pid + "/status").map(RawText::decode);
  }

  @Override
  public Optional<ProcessCondition> condition(int pid) {
    return status(pid)
        .map(status -> {
          String state = field(status, "State:").orElse("?").replace('\t', ' ');
          int tracer = field(status, "TracerPid:").map(Integer::parseInt).orElse(0);
          return new ProcessCondition(
              state,
              content(ROOT + pid + "/wchan").map(ProcFs::text).filter(ProcFs::isFunction),
              tracer == 0 ? OptionalInt.empty() : OptionalInt.of(tracer));
        });
  }

  /** It is "0" if the process is not waiting, or if this user may not know. */
  private static boolean isFunction(String wchan) {
    return !wchan.isEmpty() && !wchan.equals("0");
  }

  /**
   * Follows {@code /proc/PID/task/TID/children}, which a kernel may have been built without
   * (CONFIG_PROC_CHILDREN).
   */
  @Override
  public List<Running> below(int ancestor) {
    if (blind() || content(childrenFile(ancestor, ancestor)).isEmpty()) {
      return running();
    }
    List<Running> found = new ArrayList<>();
    Deque<Integer> parents = new ArrayDeque<>(List.of(ancestor));
    while (!parents.isEmpty()) {
      for (int child : childrenOf(parents.remove())) {
        process(child).ifPresent(found::add);
        parents.add(child);
      }
    }
    return found;
  }

  @Override
  public List<Integer> children(int parent) {
    return blind() ? List.of() : Arrays.stream(childrenOf(parent)).boxed().toList();
  }

  private int[] childrenOf(int pid) {
    return stat(pid).filter(stat -> stat.threads() == 1).isPresent()
        ? children(pid, pid).toArray()
        : numbers(ROOT + pid + "/task/").flatMap(thread -> children(pid, thread)).toArray();
  }

  private IntStream children(int pid, int thread) {
    return content(childrenFile(pid, thread)).stream()
        .flatMap(bytes -> Arrays.stream(text(bytes).split(" ", -1)))
        .filter(word -> !word.isEmpty())
        .mapToInt(Integer::parseInt);
  }

  private static String childrenFile(int pid, int thread) {
    return ROOT + pid + "/task/" + thread + "/children";
  }

  @Override
  public Optional<Running> process(int pid) {
    return blind() ? Optional.empty() : stat(pid).filter(stat -> !stat.ended()).map(Stat::process);
  }

  /** A process and its number of threads. */
  private record Stat(Running process, int threads) {
    /** A process whose first thread has ended is a zombie while others still run. */
    boolean ended() {
      return threads <= 1 && (process.state() == 'Z' || process.state() == 'X');
    }
  }

  /** The name in parentheses may contain any byte, so fields are counted from its end. */
  private Optional<Stat> stat(int pid) {
    return content(ROOT + pid + "/stat")
        .map(RawText::decode)
        .filter(line -> line.lastIndexOf(')') >= 0)
        .map(line -> {
          int close = line.lastIndexOf(')');
          String[] fields = line.substring(close + 2).split(" ", -1);
          return new Stat(
              new Running(
                  pid,
                  Integer.parseInt(fields[1]),
                  Integer.parseInt(fields[2]),
                  Integer.parseInt(fields[3]),
                  Long.parseLong(fields[19]),
                  line.substring(line.indexOf('(') + 1, close),
                  fields[0].charAt(0)),
              Integer.parseInt(fields[17]));
        });
  }

  @Override
  public Set<String> environment(int pid) {
    return blind()
        ? Set.of()
        : content(ROOT + pid + "/environ")
            .map(bytes -> Set.copyOf(Arrays.asList(RawText.decode(bytes).split("\0", -1))))
            .orElse(Set.of());
  }

  /** The entries of a folder that are numbers; none if it is gone. */
  private static IntStream numbers(String folder) {
    String[] names = new File(folder).list();
    return Arrays.stream(names == null ? new String[0] : names)
        .filter(name -> name.chars().allMatch(c -> c >= '0' && c <= '9'))
        .mapToInt(Integer::parseInt);
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  /** The content of a file; empty if the process has ended, or belongs to another user. */
  private Optional<byte[]> content(String file) {
    int descriptor = posix.open(file, false, false);
    if (descriptor < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int count = posix.read(descriptor, buffer, 0, buffer.length);
    while (count > 0) {
      bytes.write(buffer, 0, count);
      count = posix.read(descriptor, buffer, 0, buffer.length);
    }
    posix.close(descriptor);
    return count < 0 ? Optional.empty() : Optional.of(bytes.toByteArray());
  }
}
