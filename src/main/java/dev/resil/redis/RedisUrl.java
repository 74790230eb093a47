package dev.resil.redis;

import dev.resil.files.UserFile;
import dev.resil.files.UserPath;
import dev.resil.redis.RedisAddress.Topology;
import dev.resil.text.Durations;
import dev.resil.text.IoReason;
import dev.resil.text.RawText;
import dev.resil.tls.TlsFile;
import dev.resil.tls.TlsFiles;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads {@code redis[s][-sentinel|-cluster]://[USER[:PASSWORD]@]HOST[:PORT][,…][/…][?NAME=VALUE&…]}
 * (the form registered with IANA for {@code redis}, extended by several hosts).
 */
final class RedisUrl {
  /** More than any password has, in bytes. */
  private static final int MAX_PASSWORD_FILE = 1 << 16;

  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final Duration EXPIRY = Duration.ofDays(30);
  private static final String PREFIX = "resil";
  private static final String VARIABLE = "RESIL_REDIS_";
  private static final Set<String> PARAMETERS =
      Set.of("prefix", "timeout", "expire", "replicas", "cacert", "cert", "key", "password-file");

  private static final Map<String, Topology> SCHEMES =
      Map.of(
          "redis", Topology.SINGLE,
          "rediss", Topology.SINGLE,
          "redis-sentinel", Topology.SENTINEL,
          "rediss-sentinel", Topology.SENTINEL,
          "redis-cluster", Topology.CLUSTER,
          "rediss-cluster", Topology.CLUSTER);

  private final Function<String, String> environment;
  private final String scheme;
  private final Topology topology;
  private final String user;
  private final String hosts;
  private final String path;
  private final Map<String, String> parameters;

  private RedisUrl(String url, Function<String, String> environment) {
    this.environment = environment;
    int colon = url.indexOf("://");
    scheme = url.substring(0, colon);
    topology = SCHEMES.get(scheme);
    String rest = url.substring(colon + 3);
    int question = rest.indexOf('?');
    parameters = parameters(question < 0 ? "" : rest.substring(question + 1));
    String place = question < 0 ? rest : rest.substring(0, question);
    // an unescaped password may contain a slash; a host never contains an @
    int at = place.lastIndexOf('@');
    user = at < 0 ? "" : place.substring(0, at);
    String server = place.substring(at + 1);
    int slash = server.indexOf('/');
    hosts = slash < 0 ? server : server.substring(0, slash);
    path = slash < 0 ? "" : server.substring(slash + 1);
  }

  static boolean isOne(String place) {
    int colon = place.indexOf("://");
    return colon > 0 && SCHEMES.containsKey(place.substring(0, colon));
  }

  static RedisAddress parse(String url, Function<String, String> environment) {
    return new RedisUrl(url, environment).address();
  }

  private RedisAddress address() {
    String[] parts = path.isEmpty() ? new String[0] : path.split("/", -1);
    int named = topology == Topology.SENTINEL ? 1 : 0;
    if (parts.length > named + 1 || parts.length < named) {
      throw new IllegalArgumentException(
          topology == Topology.SENTINEL
              ? "the primary's name in Sentinel is missing: redis-sentinel://HOST:26379/NAME"
              : "at most a database number may follow the host: redis://HOST/0");
    }
    int database = parts.length > named ? database(parts[named]) : 0;
    return new RedisAddress(
        topology,
        tls(),
        hosts(),
        named == 1 ? decoded(parts[0]) : "",
        database,
        credentials(),
        new RedisCredentials(variable("SENTINEL_USER"), variable("SENTINEL_PASSWORD")),
        parameters.getOrDefault("prefix", PREFIX),
        timeout(),
        Optional.of(duration("expire", EXPIRY)).filter(expiry -> !expiry.isZero()),
        number("replicas", parameters.getOrDefault("replicas", "0")));
  }

  private int database(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    int database = number("the database", text);
    if (topology == Topology.CLUSTER && database != 0) {
      throw new IllegalArgumentException("a cluster only has database 0");
    }
    return database;
  }

  private List<RedisHost> hosts() {
    if (topology == Topology.SINGLE && hosts.indexOf(',') >= 0) {
      throw new IllegalArgumentException(
          "several hosts require redis-sentinel:// or redis-cluster://");
    }
    List<RedisHost> all = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      all.add(host(host));
    }
    return List.copyOf(all);
  }

  private RedisHost host(String text) {
    int usual = topology == Topology.SENTINEL ? RedisHost.SENTINEL : RedisHost.REDIS;
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    int colon = text.indexOf(':', Math.max(bracket, 0));
    String name =
        bracket > 0 ? text.substring(1, bracket) : colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? "" : text.substring(colon + 1);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a host is missing: redis://HOST:6379");
    }
    int number = port.isEmpty() ? usual : number("the port", port);
    if (number < 1 || number > 0xffff) {
      throw new IllegalArgumentException("the port must be between 1 and 65535");
    }
    return new RedisHost(name, number);
  }

  /** From the URL, else from the variables; a password file comes before the plain variable. */
  private RedisCredentials credentials() {
    int colon = user.indexOf(':');
    String name = decoded(colon < 0 ? user : user.substring(0, colon));
    String password = colon < 0 ? "" : decoded(user.substring(colon + 1));
    if (password.isEmpty()) {
      password =
          file("password-file", "PASSWORD_FILE")
              .map(RedisUrl::firstLine)
              .orElseGet(() -> variable("PASSWORD"));
    }
    return new RedisCredentials(name.isEmpty() ? variable("USER") : name, password);
  }

  private static String firstLine(UserPath file) {
    try {
      String text = RawText.decode(UserFile.read(file, MAX_PASSWORD_FILE));
      return text.lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the password file %s cannot be read: %s".formatted(file.shown(), IoReason.of(e)), e);
    }
  }

  private Optional<TlsFiles> tls() {
    boolean secure = scheme.startsWith("rediss");
    for (String name : List.of("cacert", "cert", "key")) {
      if (!secure && parameters.containsKey(name)) {
        throw new IllegalArgumentException(name + " requires TLS: use rediss://");
      }
    }
    return secure
        ? Optional.of(new TlsFiles(pem("cacert", "CACERT"), pem("cert", "CERT"), pem("key", "KEY")))
        : Optional.empty();
  }

  private Optional<TlsFile> pem(String parameter, String variable) {
    return file(parameter, variable).map(path -> new TlsFile(parameter, path));
  }

  private Optional<UserPath> file(String parameter, String variable) {
    String name = parameters.getOrDefault(parameter, variable(variable));
    try {
      return name.isEmpty() ? Optional.empty() : Optional.of(new UserPath(name));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(parameter + ": " + e.getMessage(), e);
    }
  }

  private Duration timeout() {
    Duration timeout = duration("timeout", TIMEOUT);
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("timeout must be between 1ms and 1h");
    }
    return timeout;
  }

  private Duration duration(String name, Duration usual) {
    String text = parameters.get(name);
    try {
      return text == null ? usual : Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static int number(String what, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new IllegalArgumentException(
        what + " is not a number (in a password, escape ':/?#@,': %40 for @)");
  }

  private String variable(String name) {
    String value = environment.apply(VARIABLE + name);
    return value == null ? "" : value;
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (name.isEmpty() && equals < 0) {
        continue;
      }
      if (!PARAMETERS.contains(name)) {
        // the name is not shown: it may be part of a password with a ? in it
        throw new IllegalArgumentException(
            "the parameters after '?' are prefix, timeout, expire, replicas, cacert, cert, key and"
                + " password-file, separated by '&'");
      }
      parameters.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a % must be followed by two hexadecimal digits", e);
    }
  }
}
