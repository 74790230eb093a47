package dev.resil.outcome;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names and numbers of signals, as {@code kill -l} lists them (signal(7)). */
public final class Signals {
  /** Hangup of a terminal. The numbers below are the same on all supported systems. */
  public static final int HUP = 1;

  /** Interrupt from the keyboard. */
  public static final int INT = 2;

  /** Quit from the keyboard. */
  public static final int QUIT = 3;

  /** Kill, which cannot be handled. */
  public static final int KILL = 9;

  /** Write to a pipe without a reader. */
  public static final int PIPE = 13;

  /** A timer. */
  public static final int ALRM = 14;

  /** Termination. */
  public static final int TERM = 15;

  private static final List<String> LINUX =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");
  private static final List<String> MACOS =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "EMT", "FPE", "KILL", "BUS", "SEGV", "SYS",
          "PIPE", "ALRM", "TERM", "URG", "STOP", "TSTP", "CONT", "CHLD", "TTIN", "TTOU", "IO",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "INFO", "USR1", "USR2");

  private static final List<String> NAMES =
      System.getProperty("os.name").equals("Linux") ? LINUX : MACOS;
  private static final Map<String, Integer> NUMBERS = numbers();

  /** The first of the real-time signals on Linux that the C library leaves to programs. */
  private static final int REAL_TIME_MIN = 34;

  /** The last of the real-time signals on Linux. */
  private static final int LAST = 64;

  /** Real-time signals up to this are named after the first one, others after the last one. */
  private static final int REAL_TIME_MIDDLE = 49;

  /** The signals that stop a process by default; STOP always does. */
  private static final Set<Integer> JOB_CONTROL = numbers("TSTP", "TTIN", "TTOU");

  private static final Set<Integer> IGNORED_BY_DEFAULT =
      numbers("CHLD", "CONT", "URG", "WINCH", "INFO");

  private Signals() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers =
        new TreeMap<>(Comparator.comparing((String name) -> name.toUpperCase(Locale.ROOT)));
    for (int i = 0; i < NAMES.size(); i++) {
      numbers.put(NAMES.get(i), i + 1);
    }
    return numbers;
  }

  private static Set<Integer> numbers(String... names) {
    return Stream.of(names).flatMap(name -> number(name).stream()).collect(Collectors.toSet());
  }

  /** Whether a signal stops a process by default: TSTP, TTIN, TTOU. */
  public static boolean suspends(int number) {
    return JOB_CONTROL.contains(number);
  }

  /** Whether a signal ends a process by default. */
  public static boolean ends(int number) {
    return !IGNORED_BY_DEFAULT.contains(number) && !suspends(number);
  }

  /**
   * The number of a signal given as {@code TERM}, {@code sigterm}, {@code 15} or {@code RTMIN+1}.
   */
  public static Optional<Integer> number(String text) {
    if (!text.isEmpty() && text.length() <= 2 && text.chars().allMatch(Signals::isDigit)) {
      int number = Integer.parseInt(text);
      return number >= 1 && number <= LAST ? Optional.of(number) : Optional.empty();
    }
    boolean prefixed = text.regionMatches(true, 0, "SIG", 0, 3);
    String name = prefixed ? text.substring(3) : text;
    return Optional.ofNullable(NUMBERS.get(name)).or(() -> realTime(name.toUpperCase(Locale.ROOT)));
  }

  /** The number of {@code RTMIN}, {@code RTMIN+N}, {@code RTMAX-N} or {@code RTMAX}. */
  private static Optional<Integer> realTime(String name) {
    boolean fromFirst = name.startsWith("RTMIN");
    if (!hasRealTime() || !(fromFirst || name.startsWith("RTMAX"))) {
      return Optional.empty();
    }
    String rest = name.substring("RTMIN".length());
    int distance = 0;
    if (!rest.isEmpty()) {
      String digits = rest.substring(1);
      boolean valid =
          rest.charAt(0) == (fromFirst ? '+' : '-')
              && !digits.isEmpty()
              && digits.length() <= 2
              && digits.chars().allMatch(Signals::isDigit);
      if (!valid || Integer.parseInt(digits) > LAST - REAL_TIME_MIN) {
        return Optional.empty();
      }
      distance = Integer.parseInt(digits);
    }
    return Optional.of(fromFirst ? REAL_TIME_MIN + distance : LAST - distance);
  }

  private static boolean hasRealTime() {
    return NAMES.equals(LINUX);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** The number of a signal that is known to exist on this system. */
  public static int require(String name) {
    return NUMBERS.get(name);
  }

  /** The name without {@code SIG}, as {@code kill -l} has it; the number if it has no name. */
  public static String name(int number) {
    if (number >= 1 && number <= NAMES.size()) {
      return NAMES.get(number - 1);
    } else if (!hasRealTime() || number < REAL_TIME_MIN || number > LAST) {
      return Integer.toString(number);
    } else if (number <= REAL_TIME_MIDDLE) {
      return "RTMIN" + (number == REAL_TIME_MIN ? "" : "+" + (number - REAL_TIME_MIN));
    }
    return "RTMAX" + (number == LAST ? "" : "-" + (LAST - number));
  }

  /** All names, in the order of their numbers. */
  public static List<String> names() {
    return NAMES;
  }
}
