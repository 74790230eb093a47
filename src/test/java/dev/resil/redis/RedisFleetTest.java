package dev.resil.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.redis.Proxy.Fault;
import dev.resil.state.Note;
import dev.resil.state.StateException;
import dev.resil.state.Strictness;
import dev.resil.state.Update;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than one plain server: TLS, clusters, Sentinels. */
class RedisFleetTest {
  /** Long, so that a busy machine does not fail the test. */
  private static final String PATIENT = "?timeout=10m";

  @TempDir Path temp;

  private static RedisStateStore store(String url) {
    return new RedisStateStore(
        RedisAddress.parse(url, Map.<String, String>of()::get),
        Strictness.STRICT,
        _ -> {},
        () -> ThreadLocalRandom.current().nextLong());
  }

  private static void write(String url, String name) throws StateException {
    store(url)
        .update(Note.FORMAT, name, _ -> new Update.Write<>(new Note(name, "text"), true, true));
  }

  private static List<String> names(String url) throws StateException {
    return store(url).list(Note.FORMAT).records().stream().map(Note::name).toList();
  }

  private static void assertFails(String url, String... words) {
    assertThatThrownBy(() -> write(url, "x"))
        .isInstanceOf(StateException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void shouldTrustOnlyCertificatesOfTheAuthority() throws Exception {
    Certificates certificates = new Certificates(temp);
    Certificates others = new Certificates(Files.createDirectory(temp.resolve("others")));
    Certificates.Pair client = certificates.signed("client");
    Certificates.Pair stranger = others.signed("stranger");
    String shown = "&cert=" + client.certificate() + "&key=" + client.key();
    String cacert = "&cacert=" + certificates.authority().certificate();
    try (var server =
        RedisServer.withTls(certificates, certificates.signed("server", "IP:127.0.0.1"))) {
      String url = "rediss://127.0.0.1:" + server.port() + PATIENT;
      write(url + cacert + shown, "x");
      assertThat(names(url + cacert + shown)).containsExactly("x");
      assertFails(url + shown, "TLS: ");
      assertFails(url + shown + "&cacert=" + others.authority().certificate(), "TLS: ");
      assertFails(url + cacert, "TLS: ");
      assertFails(
          url + cacert + "&cert=" + stranger.certificate() + "&key=" + stranger.key(), "TLS: ");
      assertFails(url + cacert + "&cert=" + client.certificate(), "contains no private key");
    }
    try (var server =
        RedisServer.withTls(certificates, certificates.signed("other", "DNS:cache.example"))) {
      assertFails("rediss://127.0.0.1:" + server.port() + PATIENT + cacert + shown, "TLS: ");
    }
  }

  @Test
  void shouldTakeKeyAndCertificateFromOneFile() throws IOException, StateException {
    Certificates certificates = new Certificates(temp);
    Certificates.Pair client = certificates.signed("client");
    Path both =
        Files.writeString(
            temp.resolve("both.pem"),
            Files.readString(client.key()) + Files.readString(client.certificate()));
    try (var server =
        RedisServer.withTls(certificates, certificates.signed("server", "IP:127.0.0.1"))) {
      String url =
          "rediss://127.0.0.1:%d%s&cacert=%s&cert=%s"
              .formatted(server.port(), PATIENT, certificates.authority().certificate(), both);
      write(url, "x");
      assertThat(names(url)).containsExactly("x");
    }
  }

  @Test
  void shouldFindEachRecordInACluster() throws StateException {
    List<String> names = IntStream.range(10, 30).mapToObj(i -> "note-" + i).toList();
    try (var cluster = new RedisCluster();
        var hung = new Proxy(cluster.servers().getFirst().port(), new Fault.Hang());
        var closed = new ClosedPort()) {
      List<Integer> ports = cluster.servers().stream().map(RedisServer::port).toList();
      String url = RedisCluster.url(ports, PATIENT);
      for (String name : names) {
        write(url, name);
      }
      assertThat(names(url)).containsExactlyElementsOf(names);
      assertThat(cluster.servers()).allMatch(server -> !server.cli("DBSIZE").equals("0"));
      assertThat(store(url).remove(Note.FORMAT, names.getFirst())).isTrue();

      // one answering server is enough
      String ill =
          RedisCluster.url(List.of(closed.number(), hung.port(), ports.get(2)), "?timeout=4s");
      write(ill, names.getFirst());
      assertThat(names(ill)).containsExactlyElementsOf(names);

      long told =
          ports.stream()
              .filter(port -> isTold("redis://127.0.0.1:" + port + PATIENT, "use redis-cluster://"))
              .count();
      assertThat(told).as("servers that do not have the key").isEqualTo(2);
    }
  }

  /** With the rights documented in docs/fleet.md. */
  @Test
  void shouldFindARecordWhoseSlotIsBeingMigrated() throws Exception {
    try (var cluster = new RedisCluster()) {
      List<RedisServer> servers = cluster.servers();
      String slot = servers.getFirst().cli("CLUSTER", "KEYSLOT", "resil:note:moving");
      RedisServer from = servers.get(RedisCluster.owner(Integer.parseInt(slot)));
      RedisServer to = servers.get((servers.indexOf(from) + 1) % servers.size());
      to.cli("CLUSTER", "SETSLOT", slot, "IMPORTING", from.cli("CLUSTER", "MYID"));
      from.cli("CLUSTER", "SETSLOT", slot, "MIGRATING", to.cli("CLUSTER", "MYID"));
      for (RedisServer server : servers) {
        assertThat(server.cli(rights())).isEqualTo("OK");
      }
      List<Integer> ports = servers.stream().map(RedisServer::port).toList();
      String url = RedisCluster.url(ports, PATIENT).replace("://", "://resil:PASSWORD@");

      write(url, "moving");

      assertThat(names(url)).containsExactly("moving");
      assertThat(to.cli("DBSIZE")).isEqualTo("1");
    }
  }

  private static String[] rights() throws IOException {
    String command = "redis-cli ";
    return Files.readAllLines(Path.of("docs/fleet.md")).stream()
        .filter(line -> line.startsWith(command + "ACL SETUSER"))
        .map(line -> line.substring(command.length()).replace("'", "").replace("\\", ""))
        .findAny()
        .orElseThrow()
        .split(" ", -1);
  }

  private static boolean isTold(String url, String words) {
    try {
      write(url, "x");
      return false;
    } catch (StateException e) {
      assertThat(e).hasMessageContaining(words);
      return true;
    }
  }

  @Test
  void shouldFollowSentinelsToTheNewPrimary() throws StateException {
    try (var fleet = new SentinelFleet(temp);
        var hung = new Proxy(fleet.sentinels().getFirst(), new Fault.Hang());
        var closed = new ClosedPort()) {
      String url = SentinelFleet.url(fleet.sentinels(), "?timeout=10m&replicas=1");
      RedisStateStore early = store(url);
      early.update(Note.FORMAT, "x", _ -> new Update.Write<>(new Note("x", "1"), true, true));
      fleet.killPrimary();
      assertFails(SentinelFleet.url(fleet.sentinels(), "?timeout=2s"), "state on redis-sentinel");
      fleet.awaitFailover();
      // a process with a connection to the old primary continues too
      early.update(
          Note.FORMAT,
          "x",
          view ->
              new Update.Write<>(
                  new Note("x", view.record().orElseThrow().text() + "2"), true, true));
      assertThat(store(url).read(Note.FORMAT, "x").record()).contains(new Note("x", "12"));

      // beside a hanging Sentinel and a dead one
      String ill =
          SentinelFleet.url(
              List.of(hung.port(), closed.number(), fleet.sentinels().get(2)), "?timeout=4s");
      assertThatCode(() -> write(ill, "y")).doesNotThrowAnyException();
      assertFails(url.replace("/main", "/other"), "knows no primary called other");
    }
  }
}
