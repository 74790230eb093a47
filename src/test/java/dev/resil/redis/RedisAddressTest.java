package dev.resil.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.files.UserPath;
import dev.resil.redis.RedisAddress.Topology;
import dev.resil.tls.TlsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisAddressTest {
  private static RedisAddress parse(String url) {
    return RedisAddress.parse(url, Map.<String, String>of()::get);
  }

  @Test
  void shouldFillInDefaults() {
    RedisAddress address = parse("redis://cache");
    assertThat(address.topology()).isEqualTo(Topology.SINGLE);
    assertThat(address.hosts()).containsExactly(new RedisHost("cache", 6379));
    assertThat(address.tls()).isEmpty();
    assertThat(address.database()).isZero();
    assertThat(address.prefix()).isEqualTo("resil");
    assertThat(address.timeout()).isEqualTo(Duration.ofMillis(300));
    assertThat(address.expiry()).hasValue(Duration.ofDays(30));
    assertThat(address.replicas()).isZero();
    assertThat(address.credentials().arePresent()).isFalse();
  }

  @Test
  void shouldParseAllPartsOfAUrl() {
    RedisAddress address =
        parse(
            "rediss://me:p%40ss+word@[::1]:7000/3?prefix=ci&timeout=1.5s&expire=0&replicas=1&cacert=/ca.pem");
    assertThat(address.hosts()).containsExactly(new RedisHost("::1", 7000));
    assertThat(address.credentials()).isEqualTo(new RedisCredentials("me", "p@ss+word"));
    assertThat(address.database()).isEqualTo(3);
    assertThat(address.prefix()).isEqualTo("ci");
    assertThat(address.timeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(address.expiry()).isEmpty();
    assertThat(address.replicas()).isEqualTo(1);
    assertThat(address.tls().orElseThrow().authorities().map(TlsFile::path))
        .hasValue(new UserPath("/ca.pem"));
    assertThat(address).hasToString("rediss://[::1]:7000/3");
  }

  @Test
  void shouldParseSentinelAndClusterUrls() {
    RedisAddress sentinel = parse("redis-sentinel://a,b:5/main/2");
    assertThat(sentinel.topology()).isEqualTo(Topology.SENTINEL);
    assertThat(sentinel.hosts()).containsExactly(new RedisHost("a", 26379), new RedisHost("b", 5));
    assertThat(sentinel.master()).isEqualTo("main");
    assertThat(sentinel.database()).isEqualTo(2);
    RedisAddress cluster = parse("rediss-cluster://a,b:5");
    assertThat(cluster.topology()).isEqualTo(Topology.CLUSTER);
    assertThat(cluster.hosts()).isEqualTo(List.of(new RedisHost("a", 6379), new RedisHost("b", 5)));
    assertThat(cluster.tls()).isPresent();
  }

  @Test
  void shouldTakeSecretsFromTheEnvironmentOrAFile(@TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("password"), "from file\nmore\n");
    Map<String, String> environment =
        Map.of("RESIL_REDIS_USER", "ci", "RESIL_REDIS_PASSWORD", "from variable");
    assertThat(RedisAddress.parse("redis://h", environment::get).credentials())
        .isEqualTo(new RedisCredentials("ci", "from variable"));
    assertThat(
            RedisAddress.parse("redis://h?password-file=" + file, environment::get).credentials())
        .isEqualTo(new RedisCredentials("ci", "from file"));
    assertThat(RedisAddress.parse("redis://me:own@h", environment::get).credentials())
        .isEqualTo(new RedisCredentials("me", "own"));
  }

  @ParameterizedTest
  @CsvSource({
    "redis://me:secret@/, a host is missing",
    "redis://me:secret@h:0, between 1 and 65535",
    "redis://me:secret@h:port, the port is not a number",
    "redis://me:secret@h/x, the database is not a number",
    "redis://me:secret@h/1/2, at most a database number",
    "'redis://me:secret@a,b', several hosts",
    "redis://me:secret@h?secret=1, the parameters after '?' are",
    "redis://me:se?cret@h, the parameters after '?' are",
    "redis://me:secret@h?timeout=secret, timeout:",
    "redis://me:secret@h?timeout=0, timeout must be",
    "redis://me:secret@h?cacert=x, rediss://",
    "redis-sentinel://me:secret@h, the primary's name in Sentinel is missing",
    "redis-cluster://me:secret@h/1, a cluster only has database 0",
    "redis://me:sec%ret@h, hexadecimal",
  })
  void shouldExplainAnInvalidUrlWithoutItsSecrets(String url, String reason) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "'redis://h,/var/lib/x', redis://h:6379, /var/lib/x",
    "'redis://h,dir', redis://h:6379, dir",
    "'redis://h/1?timeout=1s,./a,b', redis://h:6379/1, './a,b'",
    "'redis-cluster://a,b,/x', 'redis-cluster://a:6379,b:6379', /x",
    "'redis-sentinel://a,b/main,../x', 'redis-sentinel://a:26379,b:26379/main', ../x",
  })
  void shouldSeparateTheFolderFromTheUrl(String text, String address, String folder) {
    RedisPlace place = RedisPlace.parse(text, Map.<String, String>of()::get);
    assertThat(place.address()).hasToString(address);
    assertThat(place.folder().orElseThrow().name()).hasValue(folder);
  }

  @ParameterizedTest
  @CsvSource({"'redis://h,file'", "'redis-cluster://a,b,file'"})
  void shouldTakeTheUsualFolderForTheWordFile(String text) {
    RedisPlace place = RedisPlace.parse(text, Map.<String, String>of()::get);
    assertThat(place.folder().orElseThrow().name()).isEqualTo(Optional.empty());
  }
}
