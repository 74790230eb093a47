package dev.resil.cli.http;

import dev.resil.cli.options.Converters;
import dev.resil.cli.options.OutcomeLists;
import dev.resil.cli.options.UsageException;
import dev.resil.http.ConnectionPolicy;
import dev.resil.http.ConnectionPolicy.Version;
import dev.resil.http.HeaderLine;
import dev.resil.http.Proxies;
import dev.resil.http.TlsPolicy;
import dev.resil.http.wire.Routes;
import dev.resil.outcome.AttemptKind;
import dev.resil.outcome.OutcomeParser;
import dev.resil.outcome.OutcomeSet;
import dev.resil.posix.RawEnvironment;
import dev.resil.tls.TlsFile;
import dev.resil.tls.TlsFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options for requests of which only the outcome matters. */
public final class ProbeOptions {
  @Option(
      names = {"-H", "--header"},
      paramLabel = "LINE",
      description = "'Name: value' adds a header to HTTP requests; @FILE reads one per line.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = {"-L", "--location"},
      description = "Follow redirects of HTTP servers, and judge the last answer.")
  private boolean location;

  @Option(
      names = "--success-on",
      paramLabel = "LIST",
      converter = Converters.Outcomes.class,
      description =
          "Outcomes of an HTTP request with which its condition holds, as in 'resil http', also"
              + " header~REGEX and body~REGEX (default: status:200-399).")
  private List<OutcomeSet> successOn = new ArrayList<>();

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Trust the CA certificates in FILE (PEM) instead of the system's.")
  private String cacert;

  @Option(
      names = {"-k", "--insecure"},
      description = "Accept any server certificate.")
  private boolean insecure;

  /** The headers. */
  public List<HeaderLine> headers() {
    return RequestOptions.given(headers);
  }

  /** The outcomes of a good answer. */
  public OutcomeSet success() {
    return OutcomeLists.union("--success-on", successOn, AttemptKind.REQUEST)
        .orElse(OutcomeParser.parse("status:200-399"));
  }

  /** How the servers are reached: by HTTP/1.1 or 2. */
  public ConnectionPolicy connection() {
    return new ConnectionPolicy(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        location ? ConnectionOptions.redirects() : OptionalInt.empty(),
        Version.NEGOTIATED,
        new TlsPolicy(insecure, new TlsFiles(authorities(), Optional.empty(), Optional.empty())),
        proxies(),
        Routes.DIRECT);
  }

  private Optional<TlsFile> authorities() {
    return Optional.ofNullable(cacert).map(name -> ConnectionOptions.file("--cacert", name));
  }

  private static Proxies proxies() {
    try {
      return Proxies.of(Optional.empty(), Optional.empty(), RawEnvironment::get);
    } catch (IllegalArgumentException e) {
      throw new UsageException("http_proxy, https_proxy or all_proxy: " + e.getMessage());
    }
  }
}
