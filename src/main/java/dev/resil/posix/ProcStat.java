package dev.resil.posix;

import java.util.Optional;

/**
 * The fields of {@code /proc/PID/stat} (proc(5)).
 *
 * @param name the first 15 bytes of the command's name
 * @param state its state, such as {@code S}
 * @param parent its parent's id
 * @param group its process group
 * @param session its session
 * @param threads its threads
 * @param start its start, in ticks since the boot, which no change of the clock moves
 */
public record ProcStat(
    String name, char state, int parent, int group, int session, int threads, long start) {
  // numbers of fields after the name, of which the state is number 0
  private static final int PARENT = 1;
  private static final int GROUP = 2;
  private static final int SESSION = 3;
  private static final int THREADS = 17;
  private static final int START = 19;

  /** The name in parentheses may contain any byte, so fields are counted from its end. */
  static Optional<ProcStat> parse(String line) {
    int close = line.lastIndexOf(')');
    if (close < 0) {
      return Optional.empty();
    }
    String[] fields = line.substring(close + 2).split(" ", START + 2);
    return Optional.of(
        new ProcStat(
            line.substring(line.indexOf('(') + 1, close),
            fields[0].charAt(0),
            Integer.parseInt(fields[PARENT]),
            Integer.parseInt(fields[GROUP]),
            Integer.parseInt(fields[SESSION]),
            Integer.parseInt(fields[THREADS]),
            Long.parseLong(fields[START])));
  }

  /** Whether the process has ended. It is a zombie, too, while threads outlive its first one. */
  public boolean ended() {
    return threads <= 1 && (state == 'Z' || state == 'X');
  }
}
