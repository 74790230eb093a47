package dev.resil.wait;

import dev.resil.files.UserPath;
import dev.resil.http.Address;
import dev.resil.redis.RedisAddress;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Reads conditions. */
public final class ConditionParser {
  private static final String KINDS =
      "tcp:HOST:PORT, tls:HOST:PORT, http://..., https://..., redis://..., postgres://...,"
          + " mysql://..., unix:PATH, file:PATH, pid:N, process:NAME, cmd:'LINE', dns:NAME or"
          + " after:TIME";

  private static final int MAX_SOCKET_NAME = 107; // unix(7)

  private final PointInTime times;
  private final UnaryOperator<String> environment;

  /**
   * A parser.
   *
   * @param times reads the times of {@code after:}
   * @param environment a variable's value, or null if it is unset
   */
  public ConditionParser(PointInTime times, UnaryOperator<String> environment) {
    this.times = times;
    this.environment = environment;
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
      case "tls" -> new Condition.Tls(Endpoint.parse(bare(rest), OptionalInt.empty()));
      case "redis",
          "rediss",
          "redis-sentinel",
          "rediss-sentinel",
          "redis-cluster",
          "rediss-cluster" ->
          redis(text);
      case "postgres", "postgresql" -> database(Condition.Database.Kind.POSTGRES, rest);
      case "mysql", "mariadb" -> database(Condition.Database.Kind.MYSQL, rest);
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

  private Condition redis(String url) {
    if (!RedisAddress.isOne(url)) {
      throw new IllegalArgumentException("write it as redis://HOST:PORT");
    }
    return new Condition.Redis(RedisAddress.parse(url, environment));
  }

  /** {@code //[USER[:PASSWORD]@]HOST[:PORT][/DATABASE][?...]}; nobody logs in. */
  private static Condition database(Condition.Database.Kind kind, String rest) {
    if (!rest.startsWith("//")) {
      throw new IllegalArgumentException("write it as a URL: postgres://HOST, mysql://HOST");
    }
    String place = rest.substring(2).split("\\?", 2)[0];
    int at = place.lastIndexOf('@');
    String user = at < 0 ? "" : place.substring(0, at).split(":", 2)[0];
    String server = place.substring(at + 1);
    int slash = server.indexOf('/');
    String host = slash < 0 ? server : server.substring(0, slash);
    String database = slash < 0 ? "" : server.substring(slash + 1);
    if ((user + database).indexOf('\0') >= 0) {
      throw new IllegalArgumentException("contains a NUL character");
    }
    return new Condition.Database(
        kind, Endpoint.parse(host, OptionalInt.of(kind.port())), user, database);
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
