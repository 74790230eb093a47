package dev.resil.posix;

import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Descriptors and signals that this process was started with, as {@code scripts/resil} found them
 * before it became the JVM. The JVM opens descriptors of its own, runs with signals blocked by the
 * launcher, and handles SIGPIPE and SIGXFSZ; the command must inherit none of that.
 *
 * @param descriptors the open descriptors, if known
 * @param blocked the blocked signals, if known
 * @param ignored the ignored signals
 */
record Inherited(
    Optional<Set<Integer>> descriptors, Optional<List<Integer>> blocked, List<Integer> ignored) {
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final Set<Integer> HANDLED_BY_JVM = Set.of(13, 25); // SIGPIPE, SIGXFSZ

  /**
   * ILL, BUS, FPE, SEGV (10 and 12 on macOS are BUS and SYS), which the JVM needs unblocked for its
   * own faults, and STKFLT, with which it stops its threads (_JAVA_SR_SIGNUM).
   */
  private static final Set<Integer> KEPT_BY_JVM =
      Abi.LINUX ? Set.of(4, 7, 8, 11, 16) : Set.of(4, 8, 10, 11, 12);

  /** Set by the launcher for the JVM alone: the signal that the JVM reserves. */
  private static final Set<String> LAUNCHER_VARIABLES = Set.of("_JAVA_SR_SIGNUM");

  /** Read from the system properties that the launcher sets; unknown without a launcher. */
  static Inherited fromLauncher() {
    return new Inherited(
        Optional.ofNullable(System.getProperty("resil.launch.descriptors")).map(Inherited::numbers),
        Optional.ofNullable(System.getProperty("resil.launch.blocked")).map(Inherited::signals),
        Optional.ofNullable(System.getProperty("resil.launch.ignored"))
            .map(Inherited::signals)
            .orElse(List.of()));
  }

  private static Set<Integer> numbers(String text) {
    Set<Integer> numbers = new HashSet<>();
    for (String number : text.strip().split(",", -1)) {
      if (!number.isEmpty()) {
        numbers.add(Integer.valueOf(number));
      }
    }
    return numbers;
  }

  /** A mask as /proc/PID/status shows it: hexadecimal, bit 0 for signal 1 (proc(5)). */
  private static List<Integer> signals(String mask) {
    long bits = Long.parseUnsignedLong(mask.strip(), 16);
    List<Integer> signals = new ArrayList<>();
    for (int signal = 1; signal <= 64; signal++) {
      if ((bits >>> (signal - 1) & 1) != 0) {
        signals.add(signal);
      }
    }
    return signals;
  }

  /** The signals that a JVM can block; the launcher blocks the same for all its threads. */
  static List<Integer> signalsToHold() {
    return IntStream.rangeClosed(1, Abi.LINUX ? 64 : 31)
        .filter(signal -> !KEPT_BY_JVM.contains(signal))
        .boxed()
        .toList();
  }

  Optional<List<Integer>> signalMask() {
    return blocked;
  }

  static Set<String> withLauncherVariables(Set<String> names) {
    Set<String> all = new HashSet<>(names);
    all.addAll(LAUNCHER_VARIABLES);
    return all;
  }

  /** Ignores again the inherited ignored signals that the JVM handles. */
  void ignoreWhatWasIgnored() {
    ignored.stream()
        .filter(HANDLED_BY_JVM::contains)
        .forEach(signal -> FfmPosix.setDisposition(signal, 1));
  }

  /** Sets close-on-exec for every descriptor that this process did not inherit. */
  void keepOwnDescriptors() {
    descriptors.ifPresent(inherited -> {
      String[] open = new File("/proc/self/fd").list();
      for (String name : open == null ? new String[0] : open) {
        int descriptor = Integer.parseInt(name);
        if (!inherited.contains(descriptor)) {
          Libc.variadic("fcntl", 2).call(descriptor, F_SETFD, FD_CLOEXEC);
        }
      }
    });
  }
}
