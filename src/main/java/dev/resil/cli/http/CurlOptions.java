package dev.resil.cli.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** curl's options and their equivalents in resil (curl(1), version 7.88 and newer). */
public final class CurlOptions {
  /** The hint for options without an equivalent. */
  private static final String CURLS_ALONE =
      "only curl supports it; use 'resil run --preset curl -- curl ...'";

  /** Comma-separated names of one option, and the hint. */
  private static final String[][] ELSEWHERE = {
    {"--retry", "use --max-attempts N, which includes the first attempt"},
    {"--retry-delay", "use --backoff constant --base-delay D"},
    {"--retry-max-time", "use --max-elapsed D"},
    {"--retry-all-errors", "use --retry-on any"},
    {"--retry-connrefused", "omit it, refused connections are retried"},
    {"-b", "use --cookie"},
    {"-n", "use --netrc"},
    {"--netrc-optional", "use --netrc"},
    {"-T,--upload-file", "use --request PUT --data-binary @FILE"},
    {"-U,--proxy-user", "use --proxy http://USER:PASSWORD@HOST:PORT"},
    {"--socks5,--socks5-hostname", "use --proxy socks5h://HOST:PORT"},
    {"--proxytunnel,-p", "omit it, https:// always uses a tunnel"},
    {"--capath", "use --cacert FOLDER"},
    {"--cert-type,--key-type", "omit it, files are always in PEM"},
    {"--url-query", "use --get --data-urlencode DATA"},
    {"-r,--range", "use --header 'Range: bytes=A-B'"},
    {"-#,--progress-bar", "omit it, a terminal shows progress by default"},
    {"--no-progress-meter", "use --silent"},
    {"-0,--http1.0", "use --http1.1"},
    {
      "-1,--tlsv1,--tlsv1.0,--tlsv1.1,--tlsv1.2", "omit it, TLS 1.2 is the oldest supported version"
    },
    {"-Z,--parallel", "run resil once per URL"},
    {"-:,--next", "run resil once per URL"},
    {"--remote-name-all", "use --remote-name, there is only one URL"},
    {"-g,--globoff", "omit it, URLs are taken literally"},
    {"-N,--no-buffer", "omit it, a response is written when it is complete"},
    {"--basic", "omit it, --user implies it"},
  };

  /** curl's other options related to HTTP, which have no equivalent. */
  private static final List<String> ALONE =
      List.of(
          "-2,-3,-j,-K,-B,-M,--abstract-unix-socket,--alt-svc,--anyauth,--aws-sigv" + "4",
          "--cert-status,--ciphers,--config,--create-file-mode,--crlfil" + "e",
          "--curves,--delegation,--disable,--dns-interface,--dns-ipv4-addr,--dns-ipv6-add" + "r",
          "--dns-servers,--doh-insecure,--doh-url,--ech,--engine",
          "--expect100-timeout,--fail-early,--form-escape,--happy-eyeballs-timeout-ms",
          "--haproxy-protocol,--hsts,--http0.9,--http3,--http3-only,--ignore-content-length",
          "--interface,--junk-session-cookies,--keepalive-time,--libcurl",
          "--local-port,--negotiate,--no-alpn,--no-clobber",
          "--no-keepalive,--no-sessionid,--ntlm,--parallel-max,--pass,--path-as-is",
          "--pinnedpubkey,--post301,--post302,--post303,--preproxy,--proto,--proto-default",
          "--proto-redir,--proxy-anyauth,--proxy-basic,--proxy-cacert,--proxy-cert,--proxy-digest",
          "--proxy-header,--proxy-insecure,--proxy-key,--proxy-ntlm,--proxy1.0,--rate,--raw",
          "--request-target,--service-name,--socks4",
          "--socks4a,--stderr,--suppress-connect-headers,--tcp-fastopen",
          "--tcp-nodelay,--tls-max,--tls13-ciphers,--tlsv1.3,--tr-encoding,--trace,--trace-ascii",
          "--trace-time,--use-ascii,--variable,--expand-url,--xattr");

  private CurlOptions() {}

  /**
   * The hint for an option that is unknown here.
   *
   * @param word the option as typed, possibly with a value
   */
  public static Optional<String> instead(String word) {
    String name = name(word);
    return Optional.ofNullable(known().get(name)).map(way -> said(name, way));
  }

  /**
   * The hint for an option that means something else here, if its value suggests curl's meaning.
   *
   * @param option its short name
   * @param value the invalid value
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
