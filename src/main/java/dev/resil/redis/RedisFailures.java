package dev.resil.redis;

import dev.resil.state.StateException;
import dev.resil.state.StateException.Problem;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Failures of a server, as one line with a remedy. */
final class RedisFailures {
  /** A server's messages are cut to this length: they are untrusted. */
  private static final int MAX_WORDS = 160;

  private final RedisAddress address;

  RedisFailures(RedisAddress address) {
    this.address = address;
  }

  /** What a reply means. */
  interface Meaning<T> {
    T read();
  }

  /**
   * Reads a reply. Whatever a server sends is no fault of resil: what is no such reply makes the
   * reading fail in some way, and is reported as one that does not speak the protocol.
   */
  <T> T reading(Meaning<T> meaning) throws StateException {
    try {
      return meaning.read();
    } catch (RuntimeException e) {
      throw of(new MalformedReplyException());
    }
  }

  /** No reply within the caller's time. */
  StateException tooLate() {
    return failed("no answer in the time that was left: check that the server is reachable");
  }

  /** No reply, or an unreadable one. */
  StateException of(Exception failure) {
    // the codec wraps the socket's exception
    Throwable cause =
        failure instanceof JedisConnectionException && failure.getCause() instanceof IOException io
            ? io
            : failure;
    return switch (cause) {
      case JedisDataException error -> of(error);
      case TransactionLimit.PassedException e -> noAnswer(e.after());
      case SocketTimeoutException _ -> noAnswer(address.timeout());
      case UnknownHostException _ -> failed("no such host: check the name");
      case ConnectException e -> failed(refused(e) + ": check that a server listens there");
      case SSLException e -> failed("TLS: %s: see docs/fleet.md".formatted(words(e)));
      case JedisConnectionException e when isEnd(e) ->
          address.tls().isPresent()
              ? brokenTls("the server closed the connection before answering")
              : failed("the server closed the connection before answering: see its log");
      case MalformedReplyException _, JedisConnectionException _ -> malformed();
      case IOException e when address.tls().isPresent() -> brokenTls(words(e));
      case IOException e -> failed(words(e) + ": check that the server is reachable");
      // the codec throws all kinds of exceptions for a malformed reply
      default -> malformed();
    };
  }

  /** In TLS 1.3 a server that rejects the client says so only after the handshake. */
  private StateException brokenTls(String what) {
    return failed(
        "TLS: %s: check whether the server requires a client certificate (cert=FILE, key=FILE)"
            .formatted(what));
  }

  private static boolean isEnd(JedisConnectionException e) {
    return Optional.ofNullable(e.getMessage()).orElse("").contains("end of stream");
  }

  private StateException noAnswer(Duration waited) {
    return failed(
        "no answer within %s: check that the server %s, or raise the timeout with '?timeout=1s' in the URL"
            .formatted(
                Durations.format(waited),
                address.tls().isPresent()
                    ? "is reachable and speaks TLS on this port"
                    : "is reachable"));
  }

  private StateException malformed() {
    return failed(
        "the server does not speak the Redis protocol: check host and port, and whether it requires"
            + " TLS (rediss://)");
  }

  private String refused(ConnectException e) {
    String words = words(e);
    return words.toLowerCase(Locale.ROOT).contains("refused") ? "connection refused" : words;
  }

  /** An error reply. */
  StateException of(JedisDataException error) {
    String text = Optional.ofNullable(error.getMessage()).orElse("");
    if (isReadOnly(text)) {
      return problem(
          Problem.READ_ONLY,
          "the server is a read-only replica: name the primary, or let Sentinel find it with"
              + " redis-sentinel://");
    } else if (text.contains("OOM ")) {
      return problem(
          Problem.FULL, "the server is out of memory (maxmemory): free some, or allow eviction");
    } else if (text.contains("MISCONF")) {
      return problem(
          Problem.FULL, "the server refuses writes, since it cannot save its data: see its log");
    }
    if (text.contains("without any password configured")) {
      return problem(Problem.DENIED, "this user has no password: leave it out");
    }
    return switch (text.split(" ", 2)[0]) {
      case "LOADING" -> failed("the server is still loading its data: try again later");
      case "WRONGPASS" ->
          problem(
              Problem.DENIED,
              "wrong user or password: set RESIL_REDIS_USER and RESIL_REDIS_PASSWORD");
      case "NOAUTH" ->
          problem(
              Problem.DENIED,
              "the server requires a password: set RESIL_REDIS_PASSWORD, or name a file with"
                  + " RESIL_REDIS_PASSWORD_FILE");
      case "NOPERM" ->
          problem(
              Problem.DENIED,
              "%s: docs/fleet.md lists the permissions needed".formatted(shown(text)));
      case "CLUSTERDOWN" -> failed("the cluster is down: %s".formatted(shown(text)));
      case "MOVED", "ASK" -> failed("the server is part of a cluster: use redis-cluster://");
      case "MASTERDOWN" ->
          failed("the server is a replica that has lost its primary: try again later");
      default -> failed("the server answered '%s'".formatted(shown(text)));
    };
  }

  static boolean isReadOnly(String error) {
    return error.contains("READONLY");
  }

  private String words(Exception e) {
    return shown(Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
  }

  /** Servers and proxies may echo what they were sent, even the password. */
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
