package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import dev.resil.posix.ProcStat;
import dev.resil.run.ProcessCondition;
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
  private static final String FOREIGN = "/proc shows another PID namespace";

  private final Posix posix;
  private final ProcFiles proc;

  private Optional<String> blindness = Optional.empty();
  private boolean proved;

  public ProcFs(Posix posix) {
    this.posix = posix;
    this.proc = new ProcFiles(posix);
  }

  /**
   * Whether {@code /proc} seems to be that of this namespace, by a single system call: resil's
   * first thread has the same id there. {@link #blindness} proves it.
   */
  public boolean seemsOwn() {
    return posix.isExecutable(proc.path(ProcFiles.SELF + "/task/" + posix.pid()).toString());
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
    Optional<String> status = proc.content(ProcFiles.SELF + "/status");
    if (status.isEmpty()) {
      return Optional.of("/proc cannot be read");
    }
    String self = Integer.toString(posix.pid());
    Optional<String> ids = ProcFiles.field(status.get(), "NSpid");
    boolean own =
        ids.isPresent()
            ? ids.get().equals(self)
            : ProcFiles.field(status.get(), "Pid").equals(Optional.of(self))
                && sharesNamespaceWithInit();
    return own ? Optional.empty() : Optional.of(FOREIGN);
  }

  /** For kernels without NSpid: the inode identifies the namespace (namespaces(7)). */
  private boolean sharesNamespaceWithInit() {
    Optional<String> own = proc.link(ProcFiles.SELF + "/ns/pid");
    return own.isPresent()
        ? own.equals(proc.link("1/ns/pid"))
        : !proc.exists(ProcFiles.SELF + "/ns/pid"); // a kernel without PID namespaces
  }

  private boolean blind() {
    return blindness().isPresent();
  }

  @Override
  public List<Running> running() {
    return blind()
        ? List.of()
        : numbers("").mapToObj(this::process).flatMap(Optional::stream).toList();
  }

  @Override
  public boolean ignores(int pid, int signal) {
    return isInMask(pid, "SigIgn", signal);
  }

  @Override
  public boolean handles(int pid, int signal) {
    return ignores(pid, signal) || isInMask(pid, "SigCgt", signal);
  }

  /** The mask is hexadecimal, with bit 0 for signal 1. */
  private boolean isInMask(int pid, String name, int signal) {
    return status(pid)
        .flatMap(status -> ProcFiles.field(status, name))
        .map(mask -> Long.parseUnsignedLong(mask, 16))
        .filter(mask -> (mask >>> (signal - 1) & 1) != 0)
        .isPresent();
  }

  private Optional<String> status(int pid) {
    return blind() ? Optional.empty() : proc.content(pid + "/status");
  }

  @Override
  public Optional<ProcessCondition> condition(int pid) {
    return status(pid)
        .map(status -> {
          String state = ProcFiles.field(status, "State").orElse("?").replace('\t', ' ');
          int tracer = ProcFiles.field(status, "TracerPid").map(Integer::parseInt).orElse(0);
          return new ProcessCondition(
              state,
              proc.content(pid + "/wchan").filter(ProcFs::isFunction),
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
    if (blind() || proc.content(childrenFile(ancestor, ancestor)).isEmpty()) {
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
        : numbers(pid + "/task").flatMap(thread -> children(pid, thread)).toArray();
  }

  private IntStream children(int pid, int thread) {
    return proc.content(childrenFile(pid, thread)).stream()
        .flatMap(ids -> Arrays.stream(ids.split(" ", -1)))
        .filter(word -> !word.isEmpty())
        .mapToInt(Integer::parseInt);
  }

  private static String childrenFile(int pid, int thread) {
    return pid + "/task/" + thread + "/children";
  }

  @Override
  public Optional<Running> process(int pid) {
    return blind()
        ? Optional.empty()
        : stat(pid).filter(stat -> !stat.ended()).map(stat -> running(pid, stat));
  }

  private Optional<ProcStat> stat(int pid) {
    return proc.stat(Integer.toString(pid));
  }

  private static Running running(int pid, ProcStat stat) {
    return new Running(
        pid, stat.parent(), stat.group(), stat.session(), stat.start(), stat.name(), stat.state());
  }

  @Override
  public Set<String> environment(int pid) {
    return blind()
        ? Set.of()
        : proc.content(pid + "/environ")
            .map(entries -> Set.copyOf(Arrays.asList(entries.split("\0", -1))))
            .orElse(Set.of());
  }

  /** The entries of a folder that are numbers; none if it is gone. */
  private IntStream numbers(String folder) {
    String[] names = proc.path(folder).toFile().list();
    return Arrays.stream(names == null ? new String[0] : names)
        .filter(name -> name.chars().allMatch(c -> c >= '0' && c <= '9'))
        .mapToInt(Integer::parseInt);
  }
}
