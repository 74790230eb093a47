package dev.resil.cli.http;

import dev.resil.cli.options.Converters;
import dev.resil.cli.options.UsageException;
import dev.resil.http.ConnectionPolicy;
import dev.resil.http.ConnectionPolicy.Version;
import dev.resil.http.Proxies;
import dev.resil.http.TlsPolicy;
import dev.resil.tls.TlsFile;
import dev.resil.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How the server is reached, in curl's words. */
final class ConnectionOptions {
  private static final int DEFAULT_REDIRECTS = 50; // curl's

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Limit of each attempt (default: none).")
  private Duration timeout;

  @Option(
      names = "--connect-timeout",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Limit of each attempt until it is connected (default: none).")
  private Duration connectTimeout;

  @Option(
      names = {"-L", "--location"},
      description = "Follow redirects; credentials go to no other host.")
  private boolean location;

  @Option(
      names = "--max-redirs",
      paramLabel = "N",
      converter = Converters.Redirects.class,
      description = "Follow N at most (default: 50).")
  private Integer maxRedirects;

  @Option(
      names = {"-x", "--proxy"},
      paramLabel = "URL",
      description =
          "Use the proxy http://, socks5:// or socks5h://[USER:PASSWORD@]HOST[:PORT] (default: what"
              + " http_proxy, https_proxy, all_proxy and no_proxy say).")
  private String proxy;

  @Option(
      names = "--noproxy",
      paramLabel = "HOSTS",
      description = "Hosts and domains to reach without one, '*' for all.")
  private String noProxy;

  @Option(
      names = {"-k", "--insecure"},
      description = "Take any certificate.")
  private boolean insecure;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Trust the authorities in FILE, or a folder, instead of the system's.")
  private String cacert;

  @Option(
      names = {"-E", "--cert"},
      paramLabel = "FILE",
      description = "Client certificate, in PEM.")
  private String cert;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Its private key, in PEM, where it is not in the same file.")
  private String key;

  @Option(names = "--http1.1", description = "Speak HTTP/1.1 only.")
  private boolean http11;

  @Option(names = "--http2", description = "Speak HTTP/2 where a TLS server does (default).")
  private boolean http2;

  @Option(names = "--http2-prior-knowledge", description = "Speak HTTP/2 at once, without TLS.")
  private boolean priorKnowledge;

  /**
   * The policy that these options describe.
   *
   * @throws UsageException where they contradict one another, or name what is not there
   */
  ConnectionPolicy toPolicy(Optional<Duration> hedge) {
    if (maxRedirects != null && !location) {
      throw new UsageException("--max-redirs: redirects are followed only with --location");
    }
    if (http11 && (http2 || priorKnowledge)) {
      throw UsageException.contradiction(
          "--http1.1", http2 ? "--http2" : "--http2-prior-knowledge", "leave one out");
    }
    if (key != null && cert == null) {
      throw new UsageException("--key: belongs to a certificate; give --cert FILE as well");
    }
    return new ConnectionPolicy(
        positive(timeout),
        positive(connectTimeout),
        hedge,
        redirects(),
        http11
            ? Version.HTTP_1_1
            : priorKnowledge ? Version.HTTP_2_PRIOR_KNOWLEDGE : Version.NEGOTIATED,
        new TlsPolicy(
            insecure,
            new TlsFiles(file("--cacert", cacert), file("--cert", cert), file("--key", key))),
        proxies());
  }

  private OptionalInt redirects() {
    if (!location) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(maxRedirects == null ? DEFAULT_REDIRECTS : maxRedirects);
  }

  private Proxies proxies() {
    try {
      return Proxies.of(Optional.ofNullable(proxy), Optional.ofNullable(noProxy), System::getenv);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          (proxy == null ? "http_proxy, https_proxy or all_proxy" : "--proxy")
              + ": "
              + e.getMessage());
    }
  }

  private static Optional<TlsFile> file(String option, String name) {
    if (name == null) {
      return Optional.empty();
    }
    Path path = Path.of(name);
    if (!Files.isReadable(path)) {
      throw UsageException.wrongValue(option, name, "cannot be read; name a file");
    }
    return Optional.of(new TlsFile(option, path));
  }

  private static Optional<Duration> positive(Duration duration) {
    return Optional.ofNullable(duration).filter(d -> !d.isZero());
  }
}
