package dev.resil.redis;

import dev.resil.state.StateException;
import dev.resil.state.StateException.Problem;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** What goes wrong with a server, in one line with the way out. */
final class RedisFailures {
  /** A server's words are cut here: they come from outside. */
  private static final int MAX_WORDS = 160;

  private final RedisAddress address;

  RedisFailures(RedisAddress address) {
    this.address = address;
  }

  /** No answer, or none that can be read. */
  StateException of(Exception failure) {
    // the codec wraps what the socket said
    Throwable cause =
        failure instanceof JedisConnectionException && failure.getCause() instanceof IOException io
            ? io
            : failure;
    return switch (cause) {
      case JedisDataException error -> of(error);
      case SocketTimeoutException _ ->
          failed(
              "no answer within %s: see whether it %s, or allow more with"
                      .formatted(
                          Durations.format(address.timeout()),
                          address.tls().isPresent()
                              ? "can be reached and speaks TLS there"
                              : "can be reached")
                  + " '?timeout=1s' in the URL");
      case UnknownHostException _ -> failed("no such host: see whether its name is right");
      case ConnectException e -> failed(refused(e) + ": see whether a server listens there");
      case SSLException e -> failed("TLS: %s: see docs/fleet.md".formatted(words(e)));
      case JedisConnectionException e when isEnd(e) ->
          address.tls().isPresent()
              ? brokenTls("it closed the connection before it answered")
              : failed("it closed the connection before it answered: see the server's log");
      case MalformedReplyException _, JedisConnectionException _ -> malformed();
      case IOException e when address.tls().isPresent() -> brokenTls(words(e));
      case IOException e -> failed(words(e) + ": see whether it can be reached");
      // the codec throws what it likes for an answer that is none
      default -> malformed();
    };
  }

  /** In TLS 1.3 a server that refuses this client says so only after the client's first words. */
  private StateException brokenTls(String what) {
    return failed(
        "TLS: %s: see whether it wants a certificate of this client (cert=FILE, key=FILE)"
            .formatted(what));
  }

  private static boolean isEnd(JedisConnectionException e) {
    return Optional.ofNullable(e.getMessage()).orElse("").contains("end of stream");
  }

  private StateException malformed() {
    return failed(
        "what answers does not speak Redis' protocol: see whether host and port are right, and"
            + " whether it wants TLS (rediss://)");
  }

  private String refused(ConnectException e) {
    String words = words(e);
    return words.toLowerCase(Locale.ROOT).contains("refused") ? "connection refused" : words;
  }

  /** An error that a server answered. */
  StateException of(JedisDataException error) {
    String text = Optional.ofNullable(error.getMessage()).orElse("");
    if (isReadOnly(text)) {
      return problem(
          Problem.READ_ONLY,
          "it is a replica, which takes no writes: name the primary, or let Sentinel find it with"
              + " redis-sentinel://");
    } else if (text.contains("OOM ")) {
      return problem(
          Problem.FULL, "it is out of memory (maxmemory): make room there, or allow it to evict");
    } else if (text.contains("MISCONF")) {
      return problem(
          Problem.FULL, "it takes no writes, since it cannot save its data: see the server's log");
    }
    if (text.contains("without any password configured")) {
      return problem(Problem.DENIED, "it wants no password from this user: leave it out");
    }
    return switch (text.split(" ", 2)[0]) {
      case "LOADING" -> failed("it is still loading its data: wait, and try again");
      case "WRONGPASS" ->
          problem(
              Problem.DENIED,
              "wrong user or password: give them with RESIL_REDIS_USER and RESIL_REDIS_PASSWORD");
      case "NOAUTH" ->
          problem(
              Problem.DENIED,
              "it wants a password: give it with RESIL_REDIS_PASSWORD, or in a file that"
                  + " RESIL_REDIS_PASSWORD_FILE names");
      case "NOPERM" ->
          problem(
              Problem.DENIED,
              "%s: docs/fleet.md says which rights are enough".formatted(shown(text)));
      case "CLUSTERDOWN" -> failed("the cluster is down: %s".formatted(shown(text)));
      case "MOVED", "ASK" -> failed("it is a cluster: say redis-cluster://");
      case "MASTERDOWN" -> failed("it is a replica that has lost its primary: wait, and try again");
      default -> failed("it answers '%s'".formatted(shown(text)));
    };
  }

  static boolean isReadOnly(String error) {
    return error.contains("READONLY");
  }

  private String words(Exception e) {
    return shown(Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
  }

  /** Servers and proxies may repeat what they were sent, the password too. */
  private String shown(String words) {
    String safe = without(address.sentinelCredentials(), without(address.credentials(), words));
    String shown = Printable.of(safe.strip());
    return shown.length() <= MAX_WORDS ? shown : shown.substring(0, MAX_WORDS) + "…";
  }

  private static String without(RedisCredentials secret, String words) {
    return secret.password().isEmpty() ? words : words.replace(secret.password(), "***");
  }

  StateException failed(String what) {
    return problem(Problem.FAILED, what);
  }

  StateException problem(Problem problem, String what) {
    return new StateException(problem, "state on %s: %s".formatted(address, what));
  }
}
