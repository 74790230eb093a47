package dev.resil.http;

import dev.resil.http.wire.Proxy;
import dev.resil.http.wire.Url;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The proxies to use, by the rules of curl (curl(1), -x and ENVIRONMENT): {@code http_proxy} in
 * lower case only, since a CGI program gets a client's header in {@code HTTP_PROXY}; {@code
 * https_proxy}, {@code all_proxy} and {@code no_proxy} in either case, lower case first.
 *
 * @param http for http URLs
 * @param https for https URLs
 * @param exceptions hosts reached without a proxy
 */
public record Proxies(Optional<Via> http, Optional<Via> https, NoProxy exceptions) {
  /** The header for a proxy: it is never sent to a server. */
  static final String AUTHORIZATION = "proxy-authorization";

  private static final int DEFAULT_PORT = 1080; // of curl

  /**
   * A proxy.
   *
   * @param socks whether it is a SOCKS 5 proxy, not HTTP
   * @param header the value of a given Proxy-Authorization header, which takes precedence
   */
  record Via(
      String host, int port, boolean socks, Optional<Credentials> user, Optional<String> header) {
    Proxy proxy() {
      Optional<Proxy.Login> login =
          user.map(one -> new Proxy.Login(one.user(), one.password(), one.basic()));
      return new Proxy(
          host, port, socks, header.map(value -> new Proxy.Login("", "", value)).or(() -> login));
    }

    private Via authorizedBy(HeaderLine line) {
      return socks
          ? this
          : new Via(
              host, port, socks, line.value().isPresent() ? user : Optional.empty(), line.value());
    }
  }

  /**
   * The same, with the last Proxy-Authorization header among those given; one removes the login.
   */
  Proxies authorizedBy(List<HeaderLine> headers) {
    return headers.stream()
        .filter(line -> line.isNamed(AUTHORIZATION))
        .reduce((_, last) -> last)
        .map(line ->
            new Proxies(
                http.map(via -> via.authorizedBy(line)),
                https.map(via -> via.authorizedBy(line)),
                exceptions))
        .orElse(this);
  }

  /**
   * The proxies in force.
   *
   * @param option the value of -x: the proxy for all URLs; an empty value for none
   * @param noProxy the value of --noproxy
   * @param environment looks up a variable, null if unset
   * @throws IllegalArgumentException if a URL is invalid; the message shows no password
   */
  public static Proxies of(
      Optional<String> option, Optional<String> noProxy, UnaryOperator<String> environment) {
    NoProxy exceptions =
        NoProxy.parse(noProxy.or(() -> variable(environment, "no_proxy", "NO_PROXY")).orElse(""));
    if (option.isPresent()) {
      Optional<Via> all = option.filter(text -> !text.isEmpty()).map(Proxies::via);
      return new Proxies(all, all, exceptions);
    }
    Optional<String> rest = variable(environment, "all_proxy", "ALL_PROXY");
    return new Proxies(
        variable(environment, "http_proxy").or(() -> rest).map(Proxies::via),
        variable(environment, "https_proxy", "HTTPS_PROXY").or(() -> rest).map(Proxies::via),
        exceptions);
  }

  private static Optional<String> variable(UnaryOperator<String> environment, String... names) {
    return Arrays.stream(names)
        .map(environment)
        .filter(value -> value != null && !value.isEmpty())
        .findFirst();
  }

  private static Via via(String text) {
    int colon = text.indexOf("://");
    String scheme = colon < 0 ? "http" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    boolean socks = scheme.equals("socks5") || scheme.equals("socks5h");
    if (!socks && !scheme.equals("http")) {
      throw new IllegalArgumentException(
          "a proxy URL must begin with http://, socks5:// or socks5h://");
    }
    String rest = colon < 0 ? text : text.substring(colon + 3);
    Address proxy = address(rest);
    boolean withPort = rest.split("[/?#]", 2)[0].matches(".*:[0-9]+");
    return new Via(
        proxy.url().host(),
        withPort ? proxy.url().port() : DEFAULT_PORT,
        socks,
        proxy.user(),
        Optional.empty());
  }

  private static Address address(String text) {
    try {
      return Address.parse("http://" + text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not a proxy URL; write it as http://HOST:PORT", e);
    }
  }

  /** The proxy for a URL. */
  Optional<Via> find(Url url) {
    Optional<Via> via = url.secure() ? https : http;
    return via.filter(proxy -> !exceptions.covers(url.host(), url.port()));
  }
}
