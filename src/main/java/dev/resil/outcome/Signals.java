package dev.resil.outcome;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Names and numbers of signals, as {@code kill -l} lists them (signal(7)). */
public final class Signals {
  /** The same on every system that resil runs on. */
  public static final int HUP = 1;

  /** Interrupt from the keyboard. */
  public static final int INT = 2;

  /** Quit from the keyboard. */
  public static final int QUIT = 3;

  /** Kill, which cannot be handled. */
  public static final int KILL = 9;

  /** Write to a pipe that nobody reads. */
  public static final int PIPE = 13;

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

  private Signals() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers =
        new TreeMap<>(Comparator.comparing((String name) -> name.toUpperCase(Locale.ROOT)));
    for (int i = 0; i < NAMES.size(); i++) {
      numbers.put(NAMES.get(i), i + 1);
    }
    return numbers;
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

  /** The number of a signal that exists here under this name. */
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
