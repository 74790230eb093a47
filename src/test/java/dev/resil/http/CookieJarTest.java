package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.http.wire.Url;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieJarTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final Url SERVER = Url.parse("http://a.b.test/x/y");

  private static String sent(CookieJar jar, String url) {
    return jar.header(Url.parse(url), NOW).orElse("none");
  }

  private static CookieJar after(String url, String... cookies) {
    CookieJar jar = new CookieJar();
    jar.accept(Url.parse(url), List.of(cookies), NOW);
    return jar;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # domains
          http://a.b.test/x/y | n=v                            | http://a.b.test/x/z   | n=v
          http://a.b.test/    | n=v                            | http://c.a.b.test/    | none
          http://a.b.test/    | n=v                            | http://b.test/        | none
          http://a.b.test/    | n=v; Domain=b.test             | http://c.b.test/      | n=v
          http://a.b.test/    | n=v; domain=.B.TEST            | http://b.test/        | n=v
          http://a.b.test/    | n=v; Domain=b.test             | http://ab.test/       | none
          http://a.b.test/    | n=v; Domain=c.test             | http://c.test/        | none
          http://a.b.test/    | n=v; Domain=test               | http://a.b.test/      | none
          http://a.b.test/    | n=v; Domain=c.a.b.test         | http://c.a.b.test/    | none
          http://127.0.0.1/   | n=v; Domain=0.0.1              | http://127.0.0.1/     | none
          http://127.0.0.1/   | n=v; Domain=127.0.0.1          | http://127.0.0.1:81/  | n=v
          http://localhost/   | n=v; Domain=localhost          | http://localhost/     | n=v
          http://A.b.test./   | n=v                            | http://a.B.test/      | n=v
          # paths
          http://h.test/x/y   | n=v                            | http://h.test/        | none
          http://h.test/x/y   | n=v                            | http://h.test/xy      | none
          http://h.test/x/y   | n=v; Path=/                    | http://h.test/z       | n=v
          http://h.test/x/y   | n=v; Path=/z                   | http://h.test/z/w     | n=v
          http://h.test/x/y   | n=v; Path=z                    | http://h.test/x       | n=v
          http://h.test/x/y   | n=v; Path="/z"                 | http://h.test/z       | n=v
          http://h.test/x/y   | n=v; Path="/z"                 | http://h.test/x       | none
          # security
          https://h.test/     | n=v; Secure                    | https://h.test/       | n=v
          https://h.test/     | n=v; Secure                    | http://h.test/        | none
          http://h.test/      | n=v; Secure                    | https://h.test/       | none
          http://localhost/   | n=v; Secure                    | http://localhost/     | n=v
          https://h.test/     | __Host-n=v; Secure; Path=/     | https://h.test/       | __Host-n=v
          https://h.test/     | __Host-n=v; Secure; Path=/x    | https://h.test/x      | none
          https://h.test/     | __Secure-n=v                   | https://h.test/       | none
          # ends
          http://h.test/      | n=v; Max-Age=1                 | http://h.test/        | n=v
          http://h.test/      | n=v; Max-Age=0                 | http://h.test/        | none
          http://h.test/      | n=v; Max-Age=-1                | http://h.test/        | none
          http://h.test/      | n=v; Max-Age=9999999999999999  | http://h.test/        | n=v
          http://h.test/      | n=v; Max-Age=soon              | http://h.test/        | n=v
          http://h.test/      | n=v; Expires=Thu, 01-Jan-1970 00:00:00 GMT | http://h.test/ | none
          http://h.test/      | n=v; Expires=Fri, 31 Dec 9999 23:59:59 GMT | http://h.test/ | n=v
          http://h.test/      | n=v; Max-Age=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT | http://h.test/ | n=v
          http://h.test/      | n=v; Expires=never             | http://h.test/        | n=v
          http://h.test/      | n=v; Expires=Thu.. 01/Jan_1970 (00:00:00) GMT | http://h.test/ | none
          # syntax
          http://h.test/      | ' n = "v w" ; x=y; ;'          | http://h.test/        | n="v w"
          http://h.test/      | n=                             | http://h.test/        | n=
          http://h.test/      | n=a=b                          | http://h.test/        | n=a=b
          http://h.test/a     | n=v; Path=/a\tb                | http://h.test/a       | none
          http://h.test/      | =v                             | http://h.test/        | none
          http://h.test/      | nothing                        | http://h.test/        | none
          """)
  void shouldSendBackOnlyToWhomItConcerns(String from, String cookie, String to, String expected) {
    assertThat(sent(after(from, cookie), to)).isEqualTo(expected);
  }

  @Test
  void shouldReplaceAndDelete() {
    CookieJar jar = after("http://h.test/a/", "n=1", "m=2; Path=/", "n=3", "o=4");
    assertThat(sent(jar, "http://h.test/a/b")).isEqualTo("n=3; o=4; m=2");
    jar.accept(Url.parse("http://h.test/a/"), List.of("n=; Max-Age=0"), NOW);
    assertThat(sent(jar, "http://h.test/a/b")).isEqualTo("o=4; m=2");
  }

  @Test
  void shouldKeepCookiesInCurlsFormat() {
    CookieJar jar =
        after(
            "https://a.h.test/x/",
            "n=v; Domain=h.test; Path=/; Secure; HttpOnly; Max-Age=60",
            "s=; Expires=soon");
    String lines =
        "#HttpOnly_.h.test\tTRUE\t/\tTRUE\t%d\tn\tv\na.h.test\tFALSE\t/x\tFALSE\t0\ts\t\n"
            .formatted(NOW.getEpochSecond() + 60);

    assertThat(jar.text(NOW)).startsWith("# Netscape HTTP Cookie File\n").endsWith("\n\n" + lines);
    assertThat(jar.text(NOW.plusSeconds(60))).doesNotContain("\tn\t");
    CookieJar again = new CookieJar();
    again.read("# comment\n\nnot a cookie\n" + lines.replace("\n", "\r\n"), SERVER, NOW);
    assertThat(again.text(NOW)).isEqualTo(jar.text(NOW));
    again.read("h.test\tTRUE\t/\tFALSE\t99999999999999999999\tn\tx\nh\tx\ty\tz\t1\n", SERVER, NOW);
    assertThat(sent(again, "https://b.h.test/")).isEqualTo("n=v");
  }

  /** RFC 6265bis, 5.7: who is on the network must not replace what only the server could set. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          n=evil                        | n=v
          n=evil; Domain=h.test         | n=v
          n=evil; Path=/a/b             | n=v
          n=; Max-Age=0                 | n=v
          n=other; Path=/               | n=v; n=other
          m=other                       | n=v; m=other
          """)
  void shouldKeepTheCookieOfASecureServer(String cookie, String expected) {
    CookieJar jar = after("https://a.h.test/a/x", "n=v; Secure; Path=/a");
    jar.accept(Url.parse("http://a.h.test/a/x"), List.of(cookie), NOW);
    assertThat(sent(jar, "https://a.h.test/a/b/c")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Max-Age=99999999999, 34560000",
    "'Expires=Fri, 31 Dec 9999 23:59:59 GMT', 34560000",
    "Max-Age=34559999, 34559999"
  })
  void shouldLimitTheLifeOfACookie(String attribute, long seconds) {
    assertThat(after("http://h.test/", "n=v; " + attribute).text(NOW))
        .contains("\t" + (NOW.getEpochSecond() + seconds) + "\tn\tv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Set-Cookie: n=v; Path=/                   | n=v
          set-cookie:n=v                            | n=v
          Set-Cookie: n=v; Domain=b.test            | n=v
          Set-Cookie: n=v; Domain=c.test            | none
          Set-Cookie: n=v; Path=/z                  | none
          HTTP/1.1 200 OK                           | none
          .b.test TRUE / FALSE 0 n v                | n=v
          a.b.test FALSE / FALSE 0 n v\u0007x        | none
          a.b.test FALSE / FALSE 0 __Secure-n v     | none
          a.b.test FALSE /x FALSE 0 __Host-n v      | none
          """)
  void shouldReadFiles(String line, String expected) {
    CookieJar jar = new CookieJar();
    String text = line.startsWith(".") || line.startsWith("a.") ? line.replace(' ', '\t') : line;
    jar.read(text + "\n", SERVER, NOW);
    assertThat(sent(jar, SERVER.toString())).isEqualTo(expected);
  }

  @Test
  void shouldLimitWhatAServerSetsAndGets() {
    CookieJar jar = new CookieJar();
    for (int i = 0; i < 5; i++) {
      int first = i * 60;
      List<String> many =
          IntStream.range(first, first + 60).mapToObj(number -> "n" + number + "=v").toList();
      jar.accept(SERVER, many, NOW);
    }
    assertThat(sent(jar, SERVER.toString()).split("; ", -1))
        .hasSize(150)
        .contains("n49=v", "n60=v")
        .doesNotContain("n50=v");
    String long1 = "a=" + "v".repeat(4095);
    CookieJar large =
        after("http://h.test/", long1, "b=" + "v".repeat(4096), "c=" + "v".repeat(4089), "d=v");
    assertThat(sent(large, "http://h.test/")).hasSize(8190).doesNotContain("b=");
  }
}
