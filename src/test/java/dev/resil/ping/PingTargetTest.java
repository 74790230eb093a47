package dev.resil.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PingTargetTest {
  private static final String CRONITOR = "https://cronitor.link/p/key/job";

  private static String shown(Optional<PingTarget.Ping> ping) {
    return ping.map(
            one -> one.address().url() + one.text().map(text -> " " + text.strip()).orElse(""))
        .orElse("none");
  }

  private static RunEnd success(String output) {
    return new RunEnd(true, 0, "OK", Duration.ofMillis(1234), output);
  }

  private static RunEnd failure(String output) {
    return new RunEnd(false, 7, "exit code 7", Duration.ofMillis(1234), output);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "",
      value = {
        "https://hc-ping.com/uuid           | https://hc-ping.com/uuid/start?rid=id  |"
            + " https://hc-ping.com/uuid?rid=id        | https://hc-ping.com/uuid/7?rid=id",
        "http://hc.local:8000/ping/k/slug?create=1 |"
            + " http://hc.local:8000/ping/k/slug/start?create=1&rid=id |"
            + " http://hc.local:8000/ping/k/slug?create=1&rid=id |"
            + " http://hc.local:8000/ping/k/slug/7?create=1&rid=id",
        "https://hc-ping.com/uuid/?rid=mine | https://hc-ping.com/uuid/start?rid=id  |"
            + " https://hc-ping.com/uuid/?rid=id       | https://hc-ping.com/uuid/7?rid=id",
        "https://any.example                | https://any.example/start?rid=id       |"
            + " https://any.example/?rid=id            | https://any.example/7?rid=id",
        "https://cronitor.link/p/key/job    | https://cronitor.link/p/key/job?state=run&series=id |"
            + " https://cronitor.link/p/key/job?state=complete&status_code=0&series=id |"
            + " https://cronitor.link/p/key/job?state=fail&status_code=7&series=id&message=exit%20code%207",
        "https://cronitor.link/p/key/job?env=a&state=run |"
            + " https://cronitor.link/p/key/job?env=a&state=run&series=id |"
            + " https://cronitor.link/p/key/job?env=a&state=complete&status_code=0&series=id |"
            + " https://cronitor.link/p/key/job?env=a&state=fail&status_code=7&series=id&message=exit%20code%207",
        "https://kuma.example/api/push/tok  | none |"
            + " https://kuma.example/api/push/tok?status=up&msg=OK&ping=1234 |"
            + " https://kuma.example/api/push/tok?status=down&msg=exit%20code%207&ping=1234",
        "http://h:3001/k/api/push/t?status=up&msg=OK&ping= | none |"
            + " http://h:3001/k/api/push/t?status=up&msg=OK&ping=1234 |"
            + " http://h:3001/k/api/push/t?status=down&msg=exit%20code%207&ping=1234",
        "uptime-kuma=https://any.example/t  | none |"
            + " https://any.example/t?status=up&msg=OK&ping=1234 |"
            + " https://any.example/t?status=down&msg=exit%20code%207&ping=1234",
        "healthchecks=https://h/api/push/t  | https://h/api/push/t/start?rid=id |"
            + " https://h/api/push/t?rid=id | https://h/api/push/t/7?rid=id",
        "plain=https://any.example/t?a=b    | none | https://any.example/t?a=b | none"
      })
  void shouldFollowThePatternOfTheService(String url, String start, String good, String bad) {
    PingTarget target = PingTarget.parse(url);
    assertThat(shown(target.start("id"))).isEqualTo(start);
    assertThat(shown(target.end("id", success("")))).isEqualTo(good);
    assertThat(shown(target.end("id", failure("")))).isEqualTo(bad);
  }

  @Test
  void shouldSendOutputAsTheServiceTakesIt() {
    assertThat(shown(PingTarget.parse("https://hc-ping.com/u").end("id", failure("a b\n"))))
        .isEqualTo("https://hc-ping.com/u/7?rid=id a b");
    assertThat(shown(PingTarget.parse(CRONITOR).end("id", success("a&b\n"))))
        .isEqualTo(CRONITOR + "?state=complete&status_code=0&series=id&message=a%26b%0A");
    assertThat(shown(PingTarget.parse("https://k/api/push/t").end("id", failure("+é"))))
        .isEqualTo("https://k/api/push/t?status=down&msg=exit%20code%207%0A%2B%C3%A9&ping=1234");
    assertThat(shown(PingTarget.parse("plain=https://k/t").end("id", success("out"))))
        .isEqualTo("https://k/t");
  }

  @ParameterizedTest
  @CsvSource({"x, 2000", "é, 1000", "€, 666", "😀, 500"})
  void shouldCutALongMessageAtItsBeginning(String character, int kept) {
    PingTarget.Ping ping =
        PingTarget.parse(CRONITOR)
            .end("id", failure("begin" + character.repeat(3000)))
            .orElseThrow();
    String query = ping.address().url().query().orElseThrow();
    String message =
        URLDecoder.decode(
            query.substring(query.indexOf("message=") + "message=".length()),
            StandardCharsets.UTF_8);
    assertThat(message).isEqualTo(character.repeat(kept));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s3cr3t",
        "hc-ping.com/s3cr3t",
        "ftp://s3cr3t",
        "http://",
        "http://s3cr3t s3cr3t",
        "https://u:s3cr3t@ho%st/s3cr3t",
        "http://s3cr3t:99999/",
        "other=http://s3cr3t/",
        "plain=s3cr3t"
      })
  void shouldRefuseWhatIsNoUrlWithoutShowingIt(String text) {
    assertThatThrownBy(() -> PingTarget.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank()
        .doesNotContain("s3cr3t");
  }

  @Test
  void shouldSendTheUserOfTheUrl() {
    PingTarget target = PingTarget.parse("http://me:pw@kuma/api/push/t");
    assertThat(target.end("id", success("")).orElseThrow().address().user())
        .isEqualTo(target.address().user())
        .isPresent();
  }
}
