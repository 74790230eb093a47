package dev.resil.redis;

import dev.resil.tls.TlsFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where shared state lies and how it is reached: what a URL and the environment say of it. Its text
 * form leaves out user and password.
 *
 * @param topology what answers there
 * @param tls whether TLS is spoken; empty: it is not
 * @param hosts the server; for {@link Topology#SENTINEL} and {@link Topology#CLUSTER} some of them
 * @param master what Sentinel calls the primary; empty without Sentinel
 * @param database the database's number
 * @param credentials those of the servers
 * @param sentinelCredentials those of the Sentinels
 * @param prefix what all keys begin with
 * @param timeout how long a transaction takes at most, making the connection included
 * @param expiry how long a record is kept that nobody writes; empty: for ever
 * @param replicas how many replicas must have a write before it counts as stored
 */
public record RedisAddress(
    Topology topology,
    Optional<TlsFiles> tls,
    List<RedisHost> hosts,
    String master,
    int database,
    RedisCredentials credentials,
    RedisCredentials sentinelCredentials,
    String prefix,
    Duration timeout,
    Optional<Duration> expiry,
    int replicas) {

  /** What answers at an address. */
  enum Topology {
    /** One server. */
    SINGLE,
    /** Sentinels, who know which server is the primary. */
    SENTINEL,
    /** Servers that share the keys. */
    CLUSTER
  }

  /** Whether a place for state is one on Redis, rather than a folder. */
  public static boolean isOne(String place) {
    return RedisUrl.isOne(place);
  }

  /**
   * Reads a URL.
   *
   * @param url one for which {@link #isOne} is true
   * @param environment a variable's value, or null where it is unset
   * @throws IllegalArgumentException where it can't be used; the message shows no secret
   */
  public static RedisAddress parse(String url, Function<String, String> environment) {
    return RedisUrl.parse(url, environment);
  }

  /** The URL without user, password and parameters. */
  @Override
  public String toString() {
    String scheme =
        (tls.isPresent() ? "rediss" : "redis")
            + switch (topology) {
              case SINGLE -> "";
              case SENTINEL -> "-sentinel";
              case CLUSTER -> "-cluster";
            };
    return scheme
        + "://"
        + hosts.stream().map(RedisHost::toString).collect(Collectors.joining(","))
        + (master.isEmpty() ? "" : "/" + master)
        + (database == 0 ? "" : "/" + database);
  }
}
