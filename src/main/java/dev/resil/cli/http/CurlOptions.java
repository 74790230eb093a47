package dev.resil.cli.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What curl's users write, and what it is here (curl(1), version 7.88 and newer). */
public final class CurlOptions {
  /** What to do with what curl alone can. */
  private static final String CURLS_ALONE =
      "only curl has that; write 'resil run --preset curl -- curl ...'";

  /** Names of one option, with commas between; what to write here. */
  private static final String[][] ELSEWHERE = {
    {"-m,--max-time", "write --timeout D for an attempt, --max-elapsed D for all of them"},
    {"--retry", "write --max-attempts N, the first one included"},
    {"--retry-delay", "write --backoff constant --base-delay D"},
    {"--retry-max-time", "write --max-elapsed D"},
    {"--retry-all-errors", "write --retry-on any"},
    {"--retry-connrefused", "leave it out, that is retried"},
    {"-b", "write --cookie"},
    {"-c,--cookie-jar", CURLS_ALONE},
    {"-n", "write --netrc"},
    {"--netrc-optional", "write --netrc"},
    {"-T,--upload-file", "write --request PUT --data-binary @FILE"},
    {"-C,--continue-at", "leave it out, an attempt goes on where the one before stopped"},
    {"-D,--dump-header", "write --include"},
    {"-U,--proxy-user", "write --proxy http://USER:PASSWORD@HOST:PORT"},
    {"--socks5,--socks5-hostname", "write --proxy socks5h://HOST:PORT"},
    {"--proxytunnel,-p", "leave it out, https:// goes through a tunnel"},
    {"--capath", "write --cacert FOLDER"},
    {"--cert-type,--key-type", "leave it out, files are in PEM"},
    {"--url-query", "write --get --data-urlencode DATA"},
    {"-r,--range", "write --header 'Range: bytes=A-B'"},
    {"-z,--time-cond", "write --header 'If-Modified-Since: DATE'"},
    {"-#,--progress-bar", "leave it out, there is one on a terminal"},
    {"--no-progress-meter", "write --silent"},
    {"--remove-on-error", "leave it out, a file is never left half"},
    {"-0,--http1.0", "write --http1.1"},
    {"-1,--tlsv1,--tlsv1.0,--tlsv1.1,--tlsv1.2", "leave it out, TLS 1.2 is the oldest spoken"},
    {"-Z,--parallel", "start several, one URL each"},
    {"-:,--next", "start several, one URL each"},
    {"--remote-name-all", "write --remote-name, there is one URL"},
    {"-g,--globoff", "leave it out, a URL is taken as it is"},
    {"-N,--no-buffer", "leave it out, an answer is given out when it is whole"},
    {"--basic", "leave it out, --user is that"},
  };

  /** The others that have to do with HTTP. */
  private static final List<String> ALONE =
      List.of(
          "-2,-3,-4,-6,-j,-J,-K,-R,-Y,-y,-B,-M,--abstract-unix-socket,--alt-svc,--anyauth,--aws-sigv4",
          "--cert-status,--ciphers,--config,--connect-to,--create-dirs,--create-file-mode,--crlfile",
          "--curves,--delegation,--digest,--disable,--dns-interface,--dns-ipv4-addr,--dns-ipv6-addr",
          "--dns-servers,--doh-insecure,--doh-url,--ech,--engine,--etag-compare,--etag-save",
          "--expect100-timeout,--fail-early,--form-escape,--happy-eyeballs-timeout-ms",
          "--haproxy-protocol,--hsts,--http0.9,--http3,--http3-only,--ignore-content-length",
          "--interface,--ipv4,--ipv6,--junk-session-cookies,--keepalive-time,--libcurl,--limit-rate",
          "--local-port,--location-trusted,--max-filesize,--negotiate,--no-alpn,--no-clobber",
          "--no-keepalive,--no-sessionid,--ntlm,--output-dir,--parallel-max,--pass,--path-as-is",
          "--pinnedpubkey,--post301,--post302,--post303,--preproxy,--proto,--proto-default",
          "--proto-redir,--proxy-anyauth,--proxy-basic,--proxy-cacert,--proxy-cert,--proxy-digest",
          "--proxy-header,--proxy-insecure,--proxy-key,--proxy-ntlm,--proxy1.0,--rate,--raw",
          "--remote-header-name,--remote-time,--request-target,--resolve,--service-name,--socks4",
          "--socks4a,--speed-limit,--speed-time,--stderr,--suppress-connect-headers,--tcp-fastopen",
          "--tcp-nodelay,--tls-max,--tls13-ciphers,--tlsv1.3,--tr-encoding,--trace,--trace-ascii",
          "--trace-time,--unix-socket,--use-ascii,--variable,--expand-url,--xattr");

  private CurlOptions() {}

  /**
   * What to write instead of an option that is unknown here.
   *
   * @param word as it was given, perhaps with its value
   */
  public static Optional<String> instead(String word) {
    String name = name(word);
    return Optional.ofNullable(known().get(name)).map(way -> said(name, way));
  }

  /**
   * What to write instead of an option that is another one here, where its value is of curl's kind.
   *
   * @param option its short name
   * @param value that was not to be understood
   */
  public static Optional<String> insteadOf(String option, String value) {
    boolean number = !value.isEmpty() && Character.isDigit(value.charAt(0));
    return number ? Optional.empty() : instead(option);
  }

  private static String said(String name, String way) {
    return "for curl's " + name + ": " + way;
  }

  private static String name(String word) {
    if (word.startsWith("--")) {
      return word.split("=", 2)[0];
    }
    return word.substring(0, Math.min(2, word.length()));
  }

  private static Map<String, String> known() {
    Map<String, String> known = new HashMap<>();
    for (String names : ALONE) {
      add(known, names, CURLS_ALONE);
    }
    for (String[] option : ELSEWHERE) {
      add(known, option[0], option[1]);
    }
    return known;
  }

  private static void add(Map<String, String> known, String names, String way) {
    for (String name : names.split(",", -1)) {
      known.put(name, way);
    }
  }
}
