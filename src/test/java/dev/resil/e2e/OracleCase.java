package dev.resil.e2e;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One command line for curl and {@code resil http} alike.
 *
 * @param curl the arguments for curl; {url} is the server, {other} another server at the same
 *     address, {other-host} the latter under another name
 * @param resil the arguments for resil
 * @param variables further environment variables
 * @param exceptHeaders headers that are not compared, in lower case
 * @param differing the aspects in which the two differ; headers are only in {@code exceptHeaders}
 * @param why the reason for the difference
 * @param exitCode resil's exit code, if the two differ in it
 */
record OracleCase(
    List<String> curl,
    List<String> resil,
    Map<String, String> variables,
    Set<String> exceptHeaders,
    Set<Aspect> differing,
    String why,
    Optional<Integer> exitCode) {

  private static final String USER_AGENT = "user-agent";

  /** RFC 9110, 8.6: a client sends it if the method may have content; some servers require it. */
  private static final String NO_CONTENT = "that a POST or PUT is empty is said (RFC 9110, 8.6)";

  /** RFC 6265, 4.2.1; curl does so since 8.18. */
  private static final String JOINED = "a blank follows each semicolon between cookies";

  /** RFC 9112, C.2.2, which asks clients not to send it. */
  private static final String NO_STANDARD = "no Proxy-Connection is sent (RFC 9112, C.2.2)";

  /** The compared aspects. */
  enum Aspect {
    /** The exit code. */
    EXIT,
    /** Method, server and target of every request, in order. */
    REQUESTS,
    /** Their headers. */
    HEADERS,
    /** Their bodies. */
    BODIES,
    /** The output on stdout. */
    OUT,
    /** The files present afterwards. */
    FILES
  }

  /** All of them. */
  static final List<OracleCase> ALL =
      List.of(
          // methods
          same("{url}/ok"),
          same("-X", "DELETE", "{url}/ok"),
          same("-X", "OPTIONS", "{url}/ok"),
          same("-X", "PATCH", "-d", "a=b", "{url}/ok"),
          same("-X", "PUT", "-d", "a=b", "{url}/ok"),
          same("-X", "POST", "{url}/ok").differingIn("content-length", NO_CONTENT),
          same("-X", "purge", "{url}/ok"),
          same("--request", "DELETE", "--url", "{url}/ok"),
          same("-I", "{url}/ok"),
          same("-i", "{url}/ok"),
          same("-I", "{url}/status/404"),
          // URLs
          same("{url}"),
          same("{url}/?a=b&c=d"),
          same("{url}/ok#part"),
          same("{url}/a%20b?c=%C3%A4"),
          same("{url}/a/./b/../c"),
          same("127.0.0.1:{port}/ok"),
          same("HTTP://127.0.0.1:{port}/ok"),
          same("http://user:pass@127.0.0.1:{port}/ok"),
          same("http://us%40er:p%3Ass@127.0.0.1:{port}/ok"),
          // headers
          same("-H", "X-A: 1", "{url}/ok"),
          same("-H", "X-A: 1", "-H", "X-A: 2", "{url}/ok"),
          same("-H", "X-A:1", "{url}/ok"),
          same("-H", "Accept:", "{url}/ok"),
          same("-H", "Accept: application/json", "{url}/ok"),
          same("-H", "X-Empty;", "{url}/ok"),
          same("-H", "Host: example.org", "{url}/ok"),
          same("-H", "@headers.txt", "{url}/ok"),
          same("-H", "Connection: close", "{url}/ok"),
          same("-H", "Content-Type:", "-d", "x", "{url}/ok"),
          same("-H", "Cookie: a=b", "{url}/ok"),
          same("--cookie", "a=b; c=d", "{url}/ok"),
          same("--cookie", "a=b", "--cookie", "c=d; e=f", "{url}/ok").differingIn("cookie", JOINED),
          same("--cookie", "jar.txt", "{url}/ok"),
          same("--cookie", "jar.txt", "--cookie", "x=y", "{url}/ok"),
          same("--cookie", "", "-L", "{url}/cookies/x"),
          same("-z", "Sun, 06 Nov 1994 08:49:37 GMT", "{url}/ok"),
          same("-z", "-06 Nov 1994 08:49:37", "{url}/ok"),
          same("--etag-compare", "etag.txt", "{url}/ok"),
          same("--etag-compare", "no-such-file", "{url}/ok")
              .differing(
                  "the first run has no file yet, as in curl since version 8",
                  0,
                  Aspect.REQUESTS,
                  Aspect.HEADERS,
                  Aspect.BODIES,
                  Aspect.OUT),
          same("--etag-compare", "etag.txt", "-o", "data.txt", "{url}/not-modified"),
          same("-e", "http://example.org/", "{url}/ok"),
          same("-A", "agent/1", "{url}/ok").alsoUserAgent(),
          same("-H", "User-Agent: agent/2", "{url}/ok").alsoUserAgent(),
          same("-H", "User-Agent:", "{url}/ok").alsoUserAgent(),
          same("-A", "", "{url}/ok").alsoUserAgent(),
          // bodies
          same("-d", "a=b", "{url}/ok"),
          same("-d", "", "{url}/ok"),
          same("-d", "a=b", "-d", "c=d", "{url}/ok"),
          same("-d", "@data.txt", "{url}/ok"),
          same("-d", "@-", "{url}/ok"),
          same("-d", "@data.txt", "-d", "x=y", "{url}/ok"),
          same("--data-ascii", "a=b", "{url}/ok"),
          same("--data-raw", "@data.txt", "{url}/ok"),
          same("--data-binary", "@data.txt", "{url}/ok"),
          same("--data-binary", "@-", "{url}/ok"),
          same("--data-urlencode", "q=a b&c/ä", "{url}/ok"),
          same("--data-urlencode", "=a b", "{url}/ok"),
          same("--data-urlencode", "q@data.txt", "{url}/ok"),
          same("--data-urlencode", "q@bytes.bin", "{url}/ok"),
          same("--data-urlencode", "-._~*!'()", "{url}/ok"),
          same("-d", "ä=ö", "{url}/ok"),
          same("-G", "-d", "a=b", "-d", "c=d", "{url}/ok"),
          same("-G", "--data-urlencode", "q=a b", "{url}/ok?x=y"),
          same("-H", "Content-Type: text/xml", "-d", "<a/>", "{url}/ok"),
          same("--json", "{\"a\":1}", "{url}/ok"),
          same("--json", "@data.json", "{url}/ok"),
          same("--json", "{\"a\":", "--json", "1}", "{url}/ok"),
          same("--json", "1", "-H", "Accept: text/plain", "{url}/ok"),
          same("-F", "a=b", "-F", "c=d", "{url}/ok"),
          same("-F", "f=@data.txt", "{url}/ok"),
          same("-F", "f=@data.txt;type=text/x-log", "{url}/ok"),
          same("-F", "f=@data.txt;filename=other.txt", "{url}/ok"),
          same("-F", "a=<data.txt", "{url}/ok"),
          same("-F", "a= <data.txt", "{url}/ok"),
          same("-F", "a=1;type=application/json", "{url}/ok"),
          same("-F", "f=@\"se;mi.txt\"", "{url}/ok"),
          same("-F", "f=@\"se;mi.txt\";type=text/x;filename=\"o\\\"t;h\\\\er\"", "{url}/ok"),
          same("-F", "a=\"x;type=y\"", "{url}/ok"),
          same("-F", "a=\"unclosed", "{url}/ok"),
          same("-F", "a= spaces ; type=text/plain; charset=utf-8 ; filename= n ", "{url}/ok"),
          same("-F", "a=1;headers=\"X-A: b;c\"", "{url}/ok"),
          same("-F", "a=1", "-H", "Content-Type: multipart/mixed", "{url}/ok"),
          same("-F", "a=<\"se;mi.txt\"", "{url}/ok"),
          same("--form-string", "a=@not-a-file;type=x", "{url}/ok"),
          // credentials
          same("-u", "user:pass", "{url}/ok"),
          same("-u", "user:", "{url}/ok"),
          same("-u", "user:a:b", "{url}/ok"),
          same("--oauth2-bearer", "TOKEN", "{url}/ok"),
          same("--netrc", "{url}/ok"),
          same("-L", "-e", "http://from/;auto", "-w", "%{referer}", "{url}/redirect/2"),
          same("-L", "-e", ";auto", "-w", "%{referer}", "http://u:p@127.0.0.1:{port}/redirect/1"),
          same("-L", "-e", ";auto", "-H", "Referer: mine", "{url}/redirect/1"),
          same("-J", "-o", "saved", "{url}/ok"),
          same("--netrc", "-u", "user:pass", "{url}/ok"),
          same("--netrc-file", ".netrc", "{url}/ok"),
          same("--netrc", "http://bob@127.0.0.1:{port}/ok"),
          same("--netrc", "-L", "{url}/to/302/{other-host}/ok"),
          same("--netrc", "-u", "user:pass", "-L", "{url}/to/302/{other-host}/ok"),
          same("--digest", "-u", "user:pass", "{url}/digest")
              .differingIn("authorization", "the client's nonce is random"),
          same("--digest", "-u", "user:pass", "{url}/ok"),
          same("--location-trusted", "-u", "user:pass", "{url}/to/302/{other-host}/ok"),
          // redirects
          same("{url}/redirect/1"),
          same("-L", "{url}/redirect/3"),
          same("-L", "--max-redirs", "3", "{url}/redirect/3"),
          same("-L", "--max-redirs", "2", "{url}/redirect/3"),
          same("-L", "{url}/relative/x"),
          same("-L", "{url}/fragment"),
          same("-L", "-d", "a=b", "{url}/to/301/{other}/ok"),
          same("-L", "-d", "a=b", "{url}/to/302/{other}/ok"),
          same("-L", "-d", "a=b", "{url}/to/303/{other}/ok"),
          same("-L", "-d", "a=b", "{url}/to/307/{other}/ok"),
          same("-L", "-d", "a=b", "{url}/to/308/{other}/ok"),
          same("-L", "-X", "PUT", "-d", "a=b", "{url}/to/307/{other}/ok"),
          same("-L", "-I", "{url}/redirect/1"),
          same("-L", "-i", "{url}/redirect/1"),
          same("-L", "-u", "user:pass", "{url}/redirect/1"),
          same("-L", "-u", "user:pass", "{url}/to/302/{other-host}/ok"),
          same("-L", "-H", "Authorization: secret", "{url}/to/302/{other-host}/ok"),
          same("-L", "-H", "Cookie: secret", "{url}/to/302/{other-host}/ok"),
          same("-L", "-u", "user:pass", "{url}/to/302/{other}/ok"),
          same("-L", "--oauth2-bearer", "TOKEN", "{url}/to/302/{other-host}/ok"),
          same("-L", "-H", "X-Own: kept", "{url}/to/302/{other-host}/ok"),
          // answers
          same("{url}/status/404"),
          same("{url}/status/500"),
          same("-i", "{url}/status/404"),
          same("{url}/no-content"),
          same("{url}/not-modified"),
          same("{url}/chunked"),
          same("{url}/interim"),
          same("{url}/cut/close"),
          same("{url}/cut/old"),
          // output
          same("-o", "saved", "{url}/ok"),
          same("-O", "{url}/name.txt"),
          same("--etag-save", "new-etag.txt", "-o", "saved", "{url}/etag"),
          same("--create-dirs", "-o", "a/b/saved", "{url}/ok"),
          same("--create-dirs", "--output-dir", "a/b", "-O", "{url}/name.txt"),
          same("--output-dir", ".", "-o", "saved", "{url}/ok"),
          same("-D", "heads.txt", "{url}/ok"),
          same("-D", "heads.txt", "-L", "-o", "saved", "{url}/redirect/1"),
          same("-D", "-", "{url}/ok"),
          same("--remove-on-error", "-R", "-o", "saved", "{url}/ok"),
          same("-O", "{url}/a/na%20me%2F.txt?x=y"),
          same("-o", "saved", "-w", "%{http_code} %{size_download}\\n", "{url}/ok"),
          same("-w", "%{http_code}\\t%{content_type} 100%%\\n", "{url}/ok"),
          same("-w", "%{url_effective} %{num_redirects} %{method}\\n", "-L", "{url}/redirect/2"),
          same(
              "-o",
              "saved",
              "-w",
              "%{exitcode} %{num_headers} %{size_header} %{filename_effective}"
                  + " %header{content-type}|%header{none}|\\n",
              "{url}/ok"),
          same("-w", "%{method}\\n", "-L", "-d", "a", "{url}/redirect/1"),
          same("-w", "%{header_json}%{stderr}gone%{stdout}%{num_connects}\\n", "{url}/ok"),
          same("-w", "a%{onerror}b", "{url}/ok"),
          same("-w", "a%{onerror}b", "{url}/status/404"),
          same("-w", "%{size_header} %{num_headers} %{local_ip}\\n", "-L", "{url}/redirect/1"),
          same("-w", "%{response_code} %{http_version} %{remote_ip}\\n", "{url}/status/404"),
          same(
              "-w", "%{redirect_url} %{scheme} %{size_upload}\\n", "-d", "abc", "{url}/redirect/1"),
          // routes
          same("--http1.1", "{url}/ok"),
          same("-k", "{url}/ok"),
          same("-4", "http://localhost:{port}/ok"),
          same("-6", "{url}/ok").differing("the address has no other form", 6),
          same("--resolve", "no.invalid:{port}:127.0.0.1", "http://no.invalid:{port}/ok"),
          same("--resolve", "*:80:127.0.0.1", "http://no.invalid/ok"),
          same("--connect-to", "no.invalid:80:{other}", "http://no.invalid/ok"),
          same("--connect-to", "::{other}", "{url}/ok"),
          same("--limit-rate", "1K", "{url}/ok"),
          same("--connect-timeout", "5", "{url}/ok"),
          same("-Y", "1", "-y", "5", "{url}/ok"),
          same("-x", "http://{other}", "http://example.invalid/ok")
              .differingIn("proxy-connection", NO_STANDARD),
          same("-x", "{other}", "http://example.invalid/ok?a=b")
              .differingIn("proxy-connection", NO_STANDARD),
          same("-x", "http://pu:pp@{other}", "http://example.invalid/ok")
              .differingIn("proxy-connection", NO_STANDARD),
          same("{url}/ok")
              .with("http_proxy", "http://{other}")
              .differingIn("proxy-connection", NO_STANDARD),
          same("{url}/ok").with("HTTP_PROXY", "http://{other}"),
          same("{url}/ok").with("http_proxy", "http://{other}").with("no_proxy", "127.0.0.1"),
          same("{url}/ok").with("http_proxy", "http://{other}").with("NO_PROXY", "*"),
          same("{url}/ok")
              .with("ALL_PROXY", "http://{other}")
              .differingIn("proxy-connection", NO_STANDARD),
          same("{url}/ok").with("http_proxy", "http://{other}").with("no_proxy", "127.0.0.0/8"),
          same("{url}/ok")
              .with("http_proxy", "http://{other}")
              .with("no_proxy", "10.0.0.0/8,.example")
              .differingIn("proxy-connection", NO_STANDARD),
          same("-x", "", "{url}/ok").with("http_proxy", "http://{other}"),
          same("--noproxy", "127.0.0.1", "{url}/ok").with("http_proxy", "http://{other}"),
          same("--noproxy", "::1, 127.0.0.1/32", "{url}/ok").with("http_proxy", "http://{other}"),
          same("-x", "{other}", "https://example.invalid/refused")
              .differing("", 7)
              .differingIn(
                  "proxy-connection",
                  "a refused tunnel is a failed connection; no Proxy-Connection is sent"),
          same("--compressed", "{url}/ok"),
          same("--compressed", "{url}/coded/gzip"),
          same("--compressed", "{url}/coded/x-gzip"),
          same("--compressed", "{url}/coded/deflate"),
          same("--compressed", "{url}/coded/br"),
          same("--compressed", "{url}/coded/zstd"),
          same("--compressed", "-I", "{url}/coded/gzip"),
          same("--compressed", "-H", "Accept-Encoding: gzip", "{url}/coded/gzip"),
          same("--compressed", "{url}/coded/compress")
              .differing("curl has codes of its own for each broken transfer; 56 is all", 56),
          same("--compressed", "{url}/coded/cut")
              .differing("what is not whole is not given out; 56 is all", 56, Aspect.OUT),
          same("{url}/coded/br"),
          same("--max-filesize", "2", "{url}/ok")
              .differing("curl has codes of its own for each broken transfer; 56 is all", 56),
          // failures
          same("-X", "GET", "-d", "a=b", "{url}/ok")
              .differing(
                  "a body that servers ignore (RFC 9110, 9.3.1) is not sent; the message says how",
                  125,
                  Aspect.REQUESTS,
                  Aspect.HEADERS,
                  Aspect.BODIES,
                  Aspect.OUT),
          same("http://127.0.0.1:1/ok"),
          same("http://no-such-host.invalid/ok"),
          same("{url}/cut/empty")
              .differing("curl has codes of its own for each broken transfer; 56 is all", 56),
          same("{url}/cut/garbage")
              .differing("curl has codes of its own for each broken transfer; 56 is all", 56),
          same("{url}/cut/length")
              .differing(
                  "a code of its own, and what is not whole is not given out", 56, Aspect.OUT),
          same("{url}/cut/chunk")
              .differing(
                  "a code of its own, and what is not whole is not given out", 56, Aspect.OUT),
          same("-d", "@no-such-file", "{url}/ok")
              .differing(
                  "what cannot be read is found before anything is sent",
                  125,
                  Aspect.REQUESTS,
                  Aspect.HEADERS,
                  Aspect.BODIES,
                  Aspect.OUT),
          same("-F", "f=@no-such-file", "{url}/ok")
              .differing("what cannot be read is found before anything is sent", 125),
          same("ftp://127.0.0.1/ok").differing("resil http speaks HTTP only", 125),
          same("http://127.0.0.1:99999/ok").differing("a wrong call has one code", 125));

  private static OracleCase same(String... arguments) {
    List<String> list = List.of(arguments);
    return new OracleCase(list, list, Map.of(), Set.of(USER_AGENT), Set.of(), "", Optional.empty());
  }

  /** This case, with equal User-Agents. */
  private OracleCase alsoUserAgent() {
    return new OracleCase(curl, resil, variables, Set.of(), differing, why, exitCode);
  }

  /** This case with an environment variable. */
  private OracleCase with(String name, String value) {
    Map<String, String> more = new TreeMap<>(variables);
    more.put(name, value);
    return new OracleCase(curl, resil, more, exceptHeaders, differing, why, exitCode);
  }

  /** This case with another exit code, and perhaps more differences. */
  private OracleCase differing(String reason, int code, Aspect... more) {
    Set<Aspect> aspects = new TreeSet<>(Arrays.asList(more));
    aspects.add(Aspect.EXIT);
    return new OracleCase(
        curl, resil, variables, exceptHeaders, aspects, reason, Optional.of(code));
  }

  /** This case with a header that only one of the two sends. */
  private OracleCase differingIn(String header, String reason) {
    return new OracleCase(
        curl, resil, variables, Set.of(USER_AGENT, header), differing, reason, exitCode);
  }

  /** The listed headers, which must differ. */
  Set<String> differingHeaders() {
    return exceptHeaders.stream()
        .filter(header -> !header.equals(USER_AGENT))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String toString() {
    return String.join(" ", curl) + (variables.isEmpty() ? "" : " " + variables);
  }
}
