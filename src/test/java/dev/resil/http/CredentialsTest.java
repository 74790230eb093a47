package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.http.wire.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A credential is sent to the host that it was given for, and to no other. */
class CredentialsTest {
  private static final String SECRET = "s3cr3t";

  private static final String OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  private static final String HERE = OK.replace("200 OK", "302 F\r\nLocation: /x");

  private static RawServer redirectingTo(String target) {
    return RawServer.answering(
        "HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
            .formatted(target)
            .getBytes(StandardCharsets.ISO_8859_1),
        true);
  }

  private static RawServer ok() {
    return RawServer.answering(
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), true);
  }

  private static RequestSpec spec(String url, Identity identity, HeaderLine... headers) {
    return new RequestSpec(
        Address.parse(url),
        "GET",
        false,
        false,
        List.of(headers),
        Optional.empty(),
        identity,
        Optional.empty(),
        BodyPolicy.DEFAULT,
        "test");
  }

  private static Identity identity(Optional<String> token, Optional<Credentials> user) {
    return new Identity(token, user, false, false, false, Optional.empty());
  }

  static Stream<RequestSpec> requests() {
    String url = "http://127.0.0.1";
    return Stream.concat(
        Stream.of(
                "Authorization: Bearer ",
                "COOKIE: a=",
                "X-Api-Key: ",
                "Private-Token: ",
                "X-Amz-Security-Token: ",
                "X-Vault-Token: ")
            .map(name -> spec(url, Identity.NONE, HeaderLine.parse(name + SECRET))),
        Stream.of(
            spec(url, identity(Optional.of(SECRET), Optional.empty())),
            spec(url, identity(Optional.empty(), Optional.of(new Credentials("u", SECRET))))));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldNotFollowARedirectToAnotherPort(RequestSpec given) {
    try (RawServer other = ok();
        RawServer server = redirectingTo(other.url() + "/x");
        Trial trial = Trial.of(at(server.url(), given))) {
      trial.run();
      assertThat(server.requests()).singleElement().asString().matches(CredentialsTest::isShown);
      assertThat(other.requests()).singleElement().asString().matches(text -> !isShown(text));
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldFollowARedirectWithinTheHost(RequestSpec given) {
    try (RawServer server =
            new RawServer(visit -> {
              if (visit.read()) {
                visit.write(visit.number() == 1 ? HERE : OK);
              }
            });
        Trial trial = Trial.of(at(server.url(), given))) {
      trial.run();
      assertThat(server.requests()).hasSize(2).allMatch(CredentialsTest::isShown);
    }
  }

  /** Even on the same host, at the default ports. */
  @ParameterizedTest
  @MethodSource("requests")
  void shouldNotFollowARedirectToAnotherScheme(RequestSpec given) {
    for (String from : List.of("https://h.test/", "http://h.test/")) {
      String to = (from.startsWith("https") ? "http" : "https") + "://h.test/";
      Requests requests = new Requests(at(from, given), Optional.empty());
      Request first = requests.first(Optional.empty(), Optional.empty());
      Request second = requests.redirected(first, Address.parse(to), 302, Optional.empty());
      assertThat(first.fields().all()).anyMatch(field -> isShown(field.value()));
      assertThat(second.fields().all()).noneMatch(field -> isShown(field.value()));
    }
  }

  /** {@code --location-trusted} is about the user of {@code --user}. */
  @ParameterizedTest
  @CsvSource({"false, true", "true, false"})
  void shouldKeepTheUserOfTheUrlForItsServer(boolean ofUrl, boolean shown) {
    Identity identity =
        new Identity(
            Optional.empty(),
            Optional.of(new Credentials("u", SECRET)),
            ofUrl,
            false,
            true,
            Optional.empty());
    try (RawServer other = ok();
        RawServer server = redirectingTo(other.url() + "/x");
        Trial trial = Trial.of(spec(server.url(), identity))) {
      trial.run();
      assertThat(server.requests()).singleElement().asString().matches(CredentialsTest::isShown);
      assertThat(other.requests())
          .singleElement()
          .asString()
          .matches(text -> isShown(text) == shown);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.test/x?q=1, http://b.test/, http://a.test/x?q=1",
    "https://a.test/x, https://b.test/, https://a.test/x",
    "https://a.test/x, http://b.test/, none",
  })
  void shouldReferToTheUrlBefore(String from, String to, String expected) {
    RequestSpec given = spec("http://u:p@host/", Identity.NONE, HeaderLine.parse("Referer: first"));
    RequestSpec refers =
        new RequestSpec(
            Address.parse(from),
            "GET",
            false,
            true,
            given.headers(),
            given.content(),
            given.identity(),
            given.cookies(),
            given.accepts(),
            "test");
    Requests requests = new Requests(refers, Optional.empty());
    Request first = requests.first(Optional.empty(), Optional.empty());
    Request second = requests.redirected(first, Address.parse(to), 302, Optional.empty());
    assertThat(first.fields().values("Referer")).containsExactly("first");
    assertThat(second.fields().first("Referer").orElse("none")).isEqualTo(expected);
  }

  private static RequestSpec at(String url, RequestSpec given) {
    return new RequestSpec(
        Address.parse(url),
        given.method(),
        given.customMethod(),
        given.refers(),
        given.headers(),
        given.content(),
        given.identity(),
        given.cookies(),
        given.accepts(),
        given.userAgent());
  }

  private static boolean isShown(String head) {
    return head.contains(SECRET) || head.contains(new Credentials("u", SECRET).basic());
  }

  @Test
  void shouldNotSendTheUserOfTheNetrcFileToAnotherHost(@TempDir Path temp) throws Exception {
    Path file =
        Files.writeString(temp.resolve("netrc"), "machine 127.0.0.1 login u password " + SECRET);
    Identity identity =
        new Identity(
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            false,
            Optional.of(Netrc.parse(Files.readString(file))));
    try (RawServer other = ok();
        RawServer server = redirectingTo("http://localhost:" + other.port() + "/x");
        Trial trial = Trial.of(spec(server.url(), identity))) {
      trial.run();
      assertThat(server.requests()).singleElement().asString().matches(CredentialsTest::isShown);
      assertThat(other.requests()).singleElement().asString().matches(text -> !isShown(text));
    }
  }

  @Test
  void shouldSendAProxysHeaderToNoServer() {
    try (RawServer server = ok();
        Trial trial = Trial.of("GET", server.url(), proxyAuthorization())) {
      trial.run();
      assertThat(server.requests()).singleElement().asString().matches(text -> !isShown(text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org/", "https://example.org/"})
  void shouldSendOnlyAProxysHeaderToAProxyThatOpensATunnel(String url) {
    try (RawServer proxy =
            RawServer.answering(
                "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1),
                true);
        Trial trial =
            Trial.through(
                spec(
                    url,
                    Identity.NONE,
                    proxyAuthorization(),
                    HeaderLine.parse("Authorization: server"),
                    HeaderLine.parse("X-Api-Key: server")),
                Optional.of("http://other:login@127.0.0.1:" + proxy.port()))) {
      trial.run();
      String head = proxy.requests().getFirst();
      assertThat(head).containsOnlyOnce("Proxy-Authorization: " + SECRET);
      if (url.startsWith("https")) {
        assertThat(head).startsWith("CONNECT ").doesNotContain("server");
      }
    }
  }

  private static HeaderLine proxyAuthorization() {
    return HeaderLine.parse("Proxy-Authorization: " + SECRET);
  }
}
