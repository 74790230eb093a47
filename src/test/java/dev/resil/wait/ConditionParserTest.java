package dev.resil.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionParserTest {
  private static final ConditionParser PARSER =
      new ConditionParser(
          new PointInTime(
              InstantSource.fixed(Instant.parse("2026-01-31T23:30:00Z")),
              () -> ZoneId.of("Europe/Berlin")),
          _ -> null); // the next day there

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp:db:5432 | tcp:db:5432",
        "tcp://db:5432 | tcp:db:5432",
        "TCP:db:5432 | tcp:db:5432",
        "tcp:[::1]:80 | tcp:[::1]:80",
        "unix:///run/x.sock | unix:/run/x.sock",
        "unix:/run/x.sock | unix:/run/x.sock",
        "file:/a b | file:/a b",
        "file:a>0 | file:a>0",
        "file:a>1 | file:a>1",
        "pid:0042 | pid:42",
        "process:nginx | process:nginx",
        "cmd:test -e x | cmd:'test -e x'",
        "cmd:true | cmd:true",
        "tls:db:443 | tls:db:443",
        "redis://u:secret@db | redis://db:6379",
        "rediss-cluster://a,b:7000 | rediss-cluster://a:6379,b:7000",
        "postgres://db | postgres://db:5432",
        "postgresql://me:se@cret@[::1]:6432/app?sslmode=require | postgres://[::1]:6432",
        "mysql://root@db | mysql://db:3306",
        "mariadb://db:3307/app | mysql://db:3307",
        "dns:db.internal | dns:db.internal",
        "http://u:secret@db/x?token=secret | http://db/x",
        "HTTPS://db:8443 | https://db:8443/",
        "after:14:30 | after:2026-02-01T13:30:00Z",
        "after:14:30:15 | after:2026-02-01T13:30:15Z",
        "after:2026-07-01T14:30 | after:2026-07-01T12:30:00Z",
        "after:2026-07-01 14:30 | after:2026-07-01T12:30:00Z",
        "after:2026-07-01T14:30:00.5-02:00 | after:2026-07-01T16:30:00Z",
        "after:2026-07-01T14:30Z | after:2026-07-01T14:30:00Z",
        "after:@1790000000 | after:2026-09-21T14:13:20Z",
      })
  void shouldReadConditions(String text, String shown) {
    assertThat(PARSER.parse(text).shown()).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | must be tcp:HOST:PORT",
        "db | must be tcp:HOST:PORT",
        "db:5432 | did you mean tcp:HOST:PORT",
        "ftp://db | must be tcp:HOST:PORT",
        "tcp: | has no host",
        "tcp:db | needs a port",
        "tcp::80 | has no host",
        "tcp:db:0 | from 1 to 65535",
        "tcp:db:65536 | from 1 to 65535",
        "tcp:db:http | needs a port",
        "tcp:::1:80 | in brackets",
        "tcp:[::1] | needs a port",
        "tcp:a/b:80 | has no host",
        "unix: | the name is empty",
        "file: | the name is empty",
        "file:>0 | the name is empty",
        "pid:0 | needs the id",
        "pid:-1 | needs the id",
        "pid:self | needs the id",
        "process: | has no name",
        "cmd: | has no command line",
        "tls:db | needs a port",
        "redis:db | redis://HOST:PORT",
        "postgres:db | write it as a URL",
        "mysql:// | has no host",
        "mysql://db:x | needs a port",
        "dns: | has no name",
        "dns:a b | has no name",
        "http://:80/ | the URL",
        "after:25:00 | is not a time",
        "after:noon | is not a time",
        "after:2026-02-30T10:00 | is not a time",
      })
  void shouldExplainWhatIsNoCondition(String text, String reason) {
    assertThatThrownBy(() -> PARSER.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
