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

  /** The last of the real-time signals on Linux. */
  private static final int LAST = 64;

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

  /** The number of a signal given as {@code TERM}, {@code sigterm} or {@code 15}. */
  public static Optional<Integer> number(String text) {
    if (!text.isEmpty() && text.length() <= 2 && text.chars().allMatch(Signals::isDigit)) {
      int number = Integer.parseInt(text);
      return number >= 1 && number <= LAST ? Optional.of(number) : Optional.empty();
    }
    boolean prefixed = text.regionMatches(true, 0, "SIG", 0, 3);
    return Optional.ofNullable(NUMBERS.get(prefixed ? text.substring(3) : text));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** The number of a signal that is known to exist on this system. */
  public static int require(String name) {
    return NUMBERS.get(name);
  }

  /** The name without {@code SIG}; the number for a signal without a name. */
  public static String name(int number) {
    return number >= 1 && number <= NAMES.size() ? NAMES.get(number - 1) : Integer.toString(number);
  }

  /** All names, in the order of their numbers. */
  public static List<String> names() {
    return NAMES;
  }
}
