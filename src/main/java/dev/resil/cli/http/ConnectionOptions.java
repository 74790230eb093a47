package dev.resil.cli.http;

import dev.resil.cli.options.Converters;
import dev.resil.cli.options.UsageException;
import dev.resil.files.UserPath;
import dev.resil.http.ConnectionPolicy;
import dev.resil.http.ConnectionPolicy.Version;
import dev.resil.http.Proxies;
import dev.resil.http.StallPolicy;
import dev.resil.http.TlsPolicy;
import dev.resil.http.wire.Routes;
import dev.resil.http.wire.UnixSocket;
import dev.resil.posix.RawEnvironment;
import dev.resil.text.RawText;
import dev.resil.tls.TlsFile;
import dev.resil.tls.TlsFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The connection options, with curl's names. */
final class ConnectionOptions {
  private static final int DEFAULT_REDIRECTS = 50; // curl's

  /** The limit of Linux, unix(7). */
  private static final int MAX_SOCKET_NAME = 107;

  private static final Duration SPEED_TIME = Duration.ofSeconds(30); // curl's

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Time limit of each attempt (default: none).")
  private Duration timeout;

  @Option(
      names = {"-m", "--max-time"},
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "The same as --timeout, by curl's name. --max-elapsed limits all attempts together.")
  private Duration maxTime;

  @Option(
      names = "--connect-timeout",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Time limit for connecting in each attempt (default: none).")
  private Duration connectTimeout;

  @Option(
      names = {"-Y", "--speed-limit"},
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description =
          "End a transfer that moves less than SIZE bytes per second, such as 1K, on average over"
              + " the time of --speed-time; 0 for no limit.")
  private Long speedLimit;

  @Option(
      names = {"-y", "--speed-time"},
      paramLabel = "D",
      converter = Converters.Time.class,
      description =
          "Time of --speed-limit (default: 30s), which is 1 byte per second if not given; 0 for"
              + " no limit. Without either option, a transfer in which no byte moves for 1m ends,"
              + " except before the response to a request that was sent.")
  private Duration speedTime;

  @Option(
      names = {"-L", "--location"},
      description = "Follow redirects; credentials are not sent to other hosts.")
  private boolean location;

  @Option(
      names = "--max-redirs",
      paramLabel = "N",
      converter = Converters.Redirects.class,
      description = "Follow at most N redirects (default: 50).")
  private Integer maxRedirects;

  @Option(
      names = {"-x", "--proxy"},
      paramLabel = "URL",
      description =
          "Use the proxy http://, socks5:// or socks5h://[USER:PASSWORD@]HOST[:PORT] (default:"
              + " from http_proxy, https_proxy, all_proxy and no_proxy).")
  private String proxy;

  @Option(
      names = "--noproxy",
      paramLabel = "HOSTS",
      description =
          "Hosts to reach without a proxy: domains, addresses, networks such as 10.0.0.0/8, each"
              + " perhaps with a port; '*' for all.")
  private String noProxy;

  @Option(
      names = {"-4", "--ipv4"},
      description = "Connect to IPv4 addresses only.")
  private boolean ipv4;

  @Option(
      names = {"-6", "--ipv6"},
      description = "Connect to IPv6 addresses only.")
  private boolean ipv6;

  @Option(
      names = "--resolve",
      paramLabel = "HOST:PORT:ADDRESS",
      description = "Connect to ADDRESS for HOST, or any host if '*', and PORT.")
  private List<String> resolve = new ArrayList<>();

  @Option(
      names = "--connect-to",
      paramLabel = "HOST1:PORT1:HOST2:PORT2",
      description =
          "Connect to HOST2 and PORT2 instead of HOST1 and PORT1; an empty part means any, or the"
              + " same.")
  private List<String> connectTo = new ArrayList<>();

  @Option(
      names = "--unix-socket",
      paramLabel = "FILE",
      description =
          "Connect to the Unix socket FILE, whatever the host of the URL is; proxies of the"
              + " environment are not used.")
  private String unixSocket;

  @Option(
      names = {"-k", "--insecure"},
      description = "Accept any server certificate.")
  private boolean insecure;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Trust the CA certificates in FILE or a folder instead of the system's.")
  private String cacert;

  @Option(
      names = {"-E", "--cert"},
      paramLabel = "FILE",
      description = "Client certificate, in PEM.")
  private String cert;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Private key of the client certificate, in PEM, if it is in a separate file.")
  private String key;

  @Option(names = "--http1.1", description = "Use HTTP/1.1 only.")
  private boolean http11;

  @SuppressWarnings("UnusedVariable") // the default; it excludes --http1.1
  @Option(names = "--http2", description = "Use HTTP/2 if the server offers it over TLS (default).")
  private boolean http2;

  @Option(
      names = "--http2-prior-knowledge",
      description = "Use HTTP/2 without TLS and without an upgrade.")
  private boolean priorKnowledge;

  /**
   * The policy that these options describe.
   *
   * @param limitRate the most bytes per second
   * @throws UsageException if they name an unreadable file
   */
  ConnectionPolicy toPolicy(Optional<Duration> hedge, boolean trusting, OptionalLong limitRate) {
    return new ConnectionPolicy(
        positive(timeout == null ? maxTime : timeout),
        positive(connectTimeout),
        hedge,
        stall(limitRate),
        redirects(trusting),
        http11
            ? Version.HTTP_1_1
            : priorKnowledge ? Version.HTTP_2_PRIOR_KNOWLEDGE : Version.NEGOTIATED,
        new TlsPolicy(
            insecure,
            new TlsFiles(given("--cacert", cacert), given("--cert", cert), given("--key", key))),
        proxies(),
        routes());
  }

  /** What determines which response a request gets, and is not in the request. */
  List<String> facts(boolean trusting) {
    List<String> facts = new ArrayList<>();
    if (location || trusting) {
      facts.add("location");
    }
    resolve.forEach(route -> facts.add("resolve " + route));
    connectTo.forEach(route -> facts.add("connect-to " + route));
    return facts;
  }

  /** As in curl, each of the two options has a default if the other is given. */
  private Optional<StallPolicy> stall(OptionalLong limitRate) {
    if (speedLimit == null && speedTime == null) {
      return Optional.of(StallPolicy.DEFAULT);
    }
    long limit = speedLimit == null ? 1 : speedLimit;
    Duration time = speedTime == null ? SPEED_TIME : speedTime;
    if (limit == 0 || time.isZero()) {
      return Optional.empty();
    } else if (limitRate.orElse(limit) < limit) {
      throw UsageException.contradiction(
          "--limit-rate " + limitRate.getAsLong(),
          "--speed-limit " + limit,
          "every transfer would be too slow; set a lower --speed-limit");
    }
    return Optional.of(new StallPolicy(OptionalLong.of(limit), time));
  }

  private Routes routes() {
    Routes.Family family =
        ipv4 ? Routes.Family.IPV4 : ipv6 ? Routes.Family.IPV6 : Routes.Family.ANY;
    return new Routes(
        family,
        parsed("--resolve", resolve, Routes.Fixed::parse).reversed(),
        parsed("--connect-to", connectTo, Routes.Detour::parse),
        Optional.ofNullable(unixSocket).map(ConnectionOptions::socket));
  }

  private static UnixSocket socket(String name) {
    try {
      UserPath path = new UserPath(name);
      if (RawText.encode(name).length > MAX_SOCKET_NAME) {
        throw new IllegalArgumentException("the name has more than 107 bytes; use a shorter path");
      }
      return new UnixSocket(path.path(), path.shown());
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue("--unix-socket", name, e.getMessage());
    }
  }

  private static <T> List<T> parsed(
      String option, List<String> values, Function<String, T> parser) {
    List<T> all = new ArrayList<>();
    for (String value : values) {
      try {
        all.add(parser.apply(value));
      } catch (IllegalArgumentException e) {
        throw UsageException.wrongValue(option, value, e.getMessage());
      }
    }
    return all;
  }

  /** The most redirects to follow by default. */
  static OptionalInt redirects() {
    return OptionalInt.of(DEFAULT_REDIRECTS);
  }

  private OptionalInt redirects(boolean trusting) {
    if (!location && !trusting) {
      return OptionalInt.empty();
    }
    return maxRedirects == null ? redirects() : OptionalInt.of(maxRedirects);
  }

  private Proxies proxies() {
    try {
      return Proxies.of(
          Optional.ofNullable(proxy),
          unixSocket == null ? Optional.ofNullable(noProxy) : Optional.of("*"),
          RawEnvironment::get);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          (proxy == null ? "http_proxy, https_proxy or all_proxy" : "--proxy")
              + ": "
              + e.getMessage());
    }
  }

  private static Optional<TlsFile> given(String option, String name) {
    return Optional.ofNullable(name).map(file -> file(option, file));
  }

  /** A readable file with certificates or a key. */
  static TlsFile file(String option, String name) {
    try {
      return new TlsFile(option, NamedFiles.readable(name));
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue(option, name, e.getMessage() + "; name a readable file");
    }
  }

  private static Optional<Duration> positive(Duration duration) {
    return Optional.ofNullable(duration).filter(d -> !d.isZero());
  }
}
