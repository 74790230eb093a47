package dev.resil.wait;

import dev.resil.files.UserPath;
import dev.resil.http.Address;
import java.util.Locale;
import java.util.OptionalInt;

/** Reads conditions. */
public final class ConditionParser {
  private static final String KINDS =
      "tcp:HOST:PORT, http://..., https://..., unix:PATH, file:PATH, pid:N, process:NAME,"
          + " cmd:'LINE', dns:NAME or after:TIME";

  private static final int MAX_SOCKET_NAME = 107; // unix(7)

  private final PointInTime times;

  /**
   * A parser.
   *
   * @param times reads the times of {@code after:}
   */
  public ConditionParser(PointInTime times) {
    this.times = times;
  }

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException if it is none; the message shows nothing of it
   */
  public Condition parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 1);
    return switch (kind) {
      case "tcp" -> new Condition.Tcp(Endpoint.parse(bare(rest), OptionalInt.empty()));
      case "http", "https" -> new Condition.Http(address(text));
      case "unix" -> new Condition.Unix(socket(bare(rest)));
      case "file" -> file(bare(rest));
      case "pid" -> new Condition.Pid(pid(rest));
      case "process" -> new Condition.Named(required(rest, "has no name"));
      case "cmd" ->
          new Condition.Cmd(required(rest, "has no command line; write it as cmd:'LINE'"));
      case "dns" -> new Condition.Dns(name(bare(rest)));
      case "after" -> new Condition.After(times.parse(rest));
      default ->
          throw new IllegalArgumentException(
              (isPlace(text) ? "is not a condition; did you mean tcp:HOST:PORT? Use " : "must be ")
                  + KINDS);
    };
  }

  /** A host and a port without a kind, as other tools have it. */
  private static boolean isPlace(String text) {
    return text.matches("[\\w.-]+:\\d{1,5}");
  }

  /** Without the slashes that other tools write: {@code tcp://db:5432}. */
  private static String bare(String rest) {
    return rest.startsWith("//") ? rest.substring(2) : rest;
  }

  private static Address address(String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the URL " + e.getMessage(), e);
    }
  }

  private static UserPath socket(String path) {
    UserPath socket = new UserPath(path);
    if (UserPath.text(socket.path()).length() > MAX_SOCKET_NAME) {
      throw new IllegalArgumentException(
          "the absolute path is longer than %d bytes, the limit of the system"
              .formatted(MAX_SOCKET_NAME));
    }
    return socket;
  }

  private static Condition file(String path) {
    boolean notEmpty = path.endsWith(Condition.File.NOT_EMPTY);
    int end = path.length() - (notEmpty ? Condition.File.NOT_EMPTY.length() : 0);
    return new Condition.File(new UserPath(path.substring(0, end)), notEmpty);
  }

  private static int pid(String digits) {
    if (digits.matches("[0-9]{1,9}")) {
      int pid = Integer.parseInt(digits);
      if (pid > 0) {
        return pid;
      }
    }
    throw new IllegalArgumentException("needs the id of a process: pid:1234");
  }

  private static String name(String host) {
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == 0x7f)) {
      throw new IllegalArgumentException("has no name; write it as dns:NAME");
    }
    return host;
  }

  private static String required(String text, String otherwise) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(otherwise);
    }
    return text;
  }
}
