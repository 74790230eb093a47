package dev.resil.process;

import dev.resil.posix.Posix;
import dev.resil.text.RawText;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The process table as {@code proc(5)} shows it. */
public final class ProcFs implements ProcessTable {
  private static final String ROOT = "/proc/";

  private final Posix posix;
  private final byte[] buffer = new byte[4096];

  public ProcFs(Posix posix) {
    this.posix = posix;
  }

  @Override
  public List<Running> running() {
    return numbers(ROOT).mapToObj(this::process).flatMap(Optional::stream).toList();
  }

  /** The mask is hexadecimal, with bit 0 for signal 1. */
  @Override
  public boolean ignores(int pid, int signal) {
    return content(ROOT + pid + "/status").stream()
        .flatMap(bytes -> RawText.decode(bytes).lines())
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .anyMatch(mask -> (mask >>> (signal - 1) & 1) != 0);
  }

  /**
   * Follows {@code /proc/PID/task/TID/children}, which a kernel may have been built without
   * (CONFIG_PROC_CHILDREN).
   */
  @Override
  public List<Running> below(int ancestor) {
    if (content(childrenOf(ancestor, ancestor)).isEmpty()) {
      return running();
    }
    List<Running> found = new ArrayList<>();
    Deque<Integer> parents = new ArrayDeque<>(List.of(ancestor));
    while (!parents.isEmpty()) {
      for (int child : children(parents.remove())) {
        process(child).ifPresent(found::add);
        parents.add(child);
      }
    }
    return found;
  }

  private int[] children(int pid) {
    return stat(pid).filter(stat -> stat.threads() == 1).isPresent()
        ? children(pid, pid).toArray()
        : numbers(ROOT + pid + "/task/").flatMap(thread -> children(pid, thread)).toArray();
  }

  private IntStream children(int pid, int thread) {
    return content(childrenOf(pid, thread)).stream()
        .flatMap(bytes -> Arrays.stream(text(bytes).split(" ", -1)))
        .filter(word -> !word.isEmpty())
        .mapToInt(Integer::parseInt);
  }

  private static String childrenOf(int pid, int thread) {
    return ROOT + pid + "/task/" + thread + "/children";
  }

  @Override
  public Optional<Running> process(int pid) {
    return stat(pid).filter(stat -> !stat.ended()).map(Stat::process);
  }

  /** What proc(5) says of a process: its state is a letter. */
  private record Stat(Running process, String state, int threads) {
    /** A process whose first thread has ended is a zombie while others still run. */
    boolean ended() {
      return threads <= 1 && (state.equals("Z") || state.equals("X"));
    }
  }

  /** The name in parentheses may hold anything, so fields are counted from its end. */
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
                  Long.parseLong(fields[19]),
                  line.substring(line.indexOf('(') + 1, close),
                  fields[0].equals("T")),
              fields[0],
              Integer.parseInt(fields[17]));
        });
  }

  @Override
  public Optional<String> variable(int pid, String name) {
    return content(ROOT + pid + "/environ")
        .flatMap(bytes -> {
          String start = name + "=";
          for (String entry : RawText.decode(bytes).split("\0", -1)) {
            if (entry.startsWith(start)) {
              return Optional.of(entry.substring(start.length()));
            }
          }
          return Optional.empty();
        });
  }

  /** The entries of a folder that are numbers; none where it is gone. */
  private static IntStream numbers(String folder) {
    String[] names = new File(folder).list();
    return Arrays.stream(names == null ? new String[0] : names)
        .filter(name -> name.chars().allMatch(c -> c >= '0' && c <= '9'))
        .mapToInt(Integer::parseInt);
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  /** Empty where the process has ended meanwhile, or is somebody else's. */
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
