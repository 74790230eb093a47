package dev.resil.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.text.RawText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs by RFC 3986, in the forms that curl accepts. */
class UrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      textBlock =
          """
          host | http://host/
          host:8080/a?b | http://host:8080/a?b
          HTTP://HOST/A | http://host/A
          https://host:443/ | https://host/
          http://host:443/ | http://host:443/
          http:/host/x | http://host/x
          http:///host/x | http://host/x
          http://host: | http://host/
          http://host:0080/ | http://host/
          http://host?x=1 | http://host/?x=1
          http://host#f | http://host/
          http://host/x?#f | http://host/x?
          http://user:pw@host/ | http://host/
          http://web_1:8080/x | http://web_1:8080/x
          http://a-.example/ | http://a-.example/
          http://node.1/ | http://node.1/
          http://%6cocalhost/ | http://localhost/
          http://bücher.example/ | http://xn--bcher-kva.example/
          http://host./ | http://host./
          http://[::1]:1/x | http://[::1]:1/x
          http://[FE80::1%25eth0]/ | http://[fe80::1]/
          http://[fe80::1%eth0]/ | http://[fe80::1]/
          http://127.1/ | http://127.0.0.1/
          http://0x7f.0.0.1/ | http://127.0.0.1/
          http://2130706433/ | http://127.0.0.1/
          http://0177.1/ | http://127.0.0.1/
          http://256.1.1.1/ | http://256.1.1.1/
          http://1.2.3.4.5/ | http://1.2.3.4.5/
          http://host//a//b | http://host//a//b
          http://host/a/../b/./c | http://host/b/c
          http://host/../../a | http://host/a
          http://host/a/.. | http://host/
          http://host/a/. | http://host/a/
          http://host/%2e%2e/%zz | http://host/%2e%2e/%zz
          http://host/{a}|\\"<>^` | http://host/{a}|\\"<>^`
          http://host/é?é | http://host/%c3%a9?é
          """)
  void shouldReadAUrlAsCurlDoes(String text, String url) {
    assertThat(Url.parse(text)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://",
        "http:///",
        "ftp://host/",
        "mailto://x",
        "http://a b/",
        "http://host/a b",
        "http://host/\n",
        "http://host:99999/",
        "http://host:0/",
        "http://host:x/",
        "http://:80/",
        "http://[::1",
        "http://[::1]x/",
        "http://[1:2]/",
        "http://[::g]/",
        "http://us@er:p@host/",
        "http://host\\x/",
        "http://host;x/",
        "http://ho%00st/",
        "http://ho%2Fst/",
        "http://a,b/",
      })
  void shouldRefuseWhatIsNoUrl(String text) {
    assertThatThrownBy(() -> Url.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      textBlock =
          """
          /x | http://host:8080/x
          x | http://host:8080/a/x
          ./x | http://host:8080/a/x
          ../x | http://host:8080/x
          ../../x | http://host:8080/x
          ?q | http://host:8080/a/b?q
          #f | http://host:8080/a/b?old
          x#f | http://host:8080/a/x
          //other/x | http://other/x
          https://other | https://other/
          HTTP://OTHER/X | http://other/X
          http:/other/x | http://other/x
          '/new path?a b' | http://host:8080/new%20path?a+b
          /é?é | http://host:8080/%c3%a9?%c3%a9
          '  /x  ' | http://host:8080/x
          /x:y | http://host:8080/x:y
          """)
  void shouldResolveAReference(String reference, String url) {
    assertThat(Url.parse("http://host:8080/a/b?old").resolve(reference)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailto:x",
        "ftp://host/",
        "http:x",
        "http://",
        "http://host:0/",
        "http://host\\x",
        "/a\tb",
        "javascript:alert(1)",
        "//",
        "http://a b/",
      })
  void shouldRefuseToFollowAReferenceElsewhere(String reference) {
    Url base = Url.parse("http://host/");
    assertThatThrownBy(() -> base.resolve(reference)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldKeepBytesThatAreNotUtf8() {
    String raw = RawText.decode("http://u\u00e9@h/?\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Url url = Url.parse(raw);
    assertThat(RawText.encode(url.target())).containsExactly('/', '?', 0xe9);
    assertThat(RawText.encode(url.decodedUser().orElseThrow())).containsExactly('u', 0xe9);
    assertThat(url.resolve(RawText.decode(new byte[] {'/', (byte) 0xe9})).target())
        .isEqualTo("/%e9");
  }

  @Test
  void shouldDecodeUserAndPassword() {
    Url url = Url.parse("http://a%3Ab:c%40:d@host/");
    assertThat(url.decodedUser()).contains("a:b");
    assertThat(url.decodedPassword()).contains("c@:d");
    assertThat(url.toString()).doesNotContain("c%40");
    assertThat(url.resolve("/x").userInfo()).isEmpty();
  }

  @Test
  void shouldKeepTheZoneOfAnAddress() {
    assertThat(Url.parse("http://[fe80::1%25eth0]/").host()).isEqualTo("fe80::1%eth0");
  }

  @Test
  void shouldAddToTheQuery() {
    assertThat(Url.parse("http://h/p").withAddedQuery("a b#c")).hasToString("http://h/p?a%20b%23c");
    assertThat(Url.parse("http://h/p?x").withAddedQuery("é")).hasToString("http://h/p?x&é");
  }
}
