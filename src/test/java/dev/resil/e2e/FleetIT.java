package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.redis.Certificates;
import dev.resil.redis.ClosedPort;
import dev.resil.redis.Proxy;
import dev.resil.redis.Proxy.Fault;
import dev.resil.redis.RedisCluster;
import dev.resil.redis.RedisServer;
import dev.resil.redis.SentinelFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The binary with the servers of real fleets: TLS, ACLs, clusters, and failing primaries. On a JVM,
 * where start-up takes long, RedisFleetTest tests the store's part.
 */
@EnabledIf("dev.resil.e2e.Resil#isNative")
class FleetIT {
  /** Long, so that a busy machine does not fail the test. */
  private static final String PATIENT = "?timeout=10m";

  @TempDir Path temp;

  private static Resil guarded(String place, String... more) {
    return Resil.with("run", "--state", place, "--breaker", "api").append(more);
  }

  private static String failedCalls(String place) {
    return new BreakerBench(place).status("api").get("failed_calls").asString();
  }

  private static final String BROKEN =
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

  @Test
  void shouldSpeakTlsAndShowItsCertificate() throws IOException {
    Certificates certificates = new Certificates(temp);
    Certificates.Pair client = certificates.signed("client");
    try (var server =
        RedisServer.withTls(certificates, certificates.signed("server", "IP:127.0.0.1"))) {
      String place = "rediss://127.0.0.1:" + server.port() + PATIENT;
      String trusting = place + "&cacert=" + certificates.authority().certificate();
      String whole = trusting + "&cert=" + client.certificate() + "&key=" + client.key();
      assertThat(guarded(whole, "-q", "-n", "1", "--", "false").run().err()).isEmpty();
      Resil.Result byVariables =
          guarded(place, "-q", "-n", "1", "--", "false")
              .variable("RESIL_REDIS_CACERT", certificates.authority().certificate().toString())
              .variable("RESIL_REDIS_CERT", client.certificate().toString())
              .variable("RESIL_REDIS_KEY", client.key().toString())
              .run();
      assertThat(byVariables.err()).isEmpty();
      assertThat(failedCalls(whole)).isEqualTo("2");

      Path bundle = temp.resolve("bundle.pem");
      Files.writeString(bundle, Files.readString(certificates.authority().certificate()) + BROKEN);
      String shown = place + "&cert=" + client.certificate() + "&key=" + client.key();
      Resil.Result byTheSystem =
          guarded(shown, "-q", "-n", "1", "--", "false")
              .variable("SSL_CERT_FILE", bundle.toString())
              .run();
      assertThat(byTheSystem.err()).isEmpty();
      assertThat(failedCalls(whole)).isEqualTo("3");

      assertRunsAllTheSame(trusting, "TLS");
    }
  }

  private static void assertRunsAllTheSame(String place, String words) {
    Resil.Result result = guarded(place, "--", "echo", "ran").run();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("ran\n");
    assertThat(result.errLines())
        .singleElement()
        .asString()
        .contains(words, "; running as if breaker api were closed");
  }

  /** The line in docs/fleet.md. */
  @Test
  void shouldNeedNoOtherRightsThanThoseDocumented() throws Exception {
    String line =
        Files.readAllLines(Path.of("docs/fleet.md")).stream()
            .filter(each -> each.startsWith("redis-cli ACL SETUSER resil "))
            .findFirst()
            .orElseThrow();
    List<String> words =
        List.of(line.replaceAll("['\\\\]", "").replace("PASSWORD", "pa55").split(" ", -1));
    try (var server = RedisServer.start()) {
      String said = server.cli(words.subList(1, words.size()).toArray(String[]::new));
      assertThat(said).isEqualTo("OK");
      String place = "redis://resil:pa55@127.0.0.1:" + server.port() + PATIENT;
      String[] failing = {"-q", "-n", "1", "--failure-threshold", "2", "--", "false"};
      for (String each : List.of(place, place)) {
        assertThat(guarded(each, failing).run().err()).isEmpty();
      }
      BreakerBench bench = new BreakerBench(place);
      assertThat(bench.state("api")).isEqualTo("OPEN");
      for (List<String> each :
          List.of(
              List.of("reset", "--all"),
              List.of("open", "api", "--for", "1h"),
              List.of("record", "api", "success"),
              List.of("list"),
              List.of("rm", "api"))) {
        Resil.Result result =
            bench.breaker(each.getFirst(), each.subList(1, each.size()).toArray(String[]::new));
        assertThat(result.err()).as("of %s", each).isEmpty();
        assertThat(result.exitCode()).isZero();
      }
      try (var watching = new Watching(temp, place)) {
        bench.breaker("open", "--create", "api");
        assertThat(watching.line()).endsWith("  api  OPEN");
        bench.breaker("reset", "api");
        assertThat(watching.line()).endsWith("  OPEN -> CLOSED  reset");
      }
      // a damaged record is moved aside under the same rights
      server.cli("SET", "resil:breaker:api", "half");
      assertThat(bench.breaker("record", "api", "success").err()).contains("kept as");
      assertRunsAllTheSame(place + "&prefix=other", "docs/fleet.md lists the permissions needed");
    }
  }

  @Test
  void shouldFindEachBreakerInACluster() {
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "service-" + i).toList();
    try (var cluster = new RedisCluster();
        var hung = new Proxy(cluster.servers().getFirst().port(), new Fault.Hang());
        var closed = new ClosedPort()) {
      List<Integer> ports = cluster.servers().stream().map(RedisServer::port).toList();
      BreakerBench bench = new BreakerBench(RedisCluster.url(ports, PATIENT));
      for (String name : names) {
        assertThat(bench.breaker("record", name, "failure").err()).isEmpty();
      }
      assertThat(bench.breaker("list", "--names").out().lines().toList())
          .containsExactlyInAnyOrderElementsOf(names);
      assertThat(cluster.servers()).allMatch(server -> !server.cli("DBSIZE").equals("0"));
      // one answering server is enough
      List<Integer> ill = List.of(closed.number(), hung.port(), ports.get(2));
      BreakerBench other = new BreakerBench(RedisCluster.url(ill, "?timeout=8s"));
      assertThat(other.status(names.getFirst()).get("failed_calls").asInt()).isEqualTo(1);
      Resil.Result run = other.run("--breaker", names.get(1), "-q", "--", "true").run();
      assertThat(run.err()).isEmpty();
      assertThat(bench.status(names.get(1)).get("successful_calls").asInt()).isEqualTo(1);
    }
  }

  /** Acknowledged calls survive the failover; each other call was reported as not counted. */
  @Test
  void shouldKeepAcknowledgedCallsIfThePrimaryIsKilled() throws Exception {
    try (var fleet = new SentinelFleet(temp);
        var hung = new Proxy(fleet.sentinels().getFirst(), new Fault.Hang());
        var closed = new ClosedPort()) {
      String place = SentinelFleet.url(fleet.sentinels(), "?timeout=8s&replicas=1");
      AtomicInteger acknowledged = new AtomicInteger();
      AtomicInteger told = new AtomicInteger();
      AtomicInteger afterwards = new AtomicInteger();
      AtomicReference<String> phase = new AtomicReference<>("before");
      AtomicReference<AssertionError> wrong = new AtomicReference<>();
      Runnable caller =
          () -> {
            try {
              while (!phase.get().equals("end")) {
                boolean over = phase.get().equals("after");
                Resil.Result result =
                    guarded(place, "-n", "1", "--failure-threshold", "1000000", "--", "false")
                        .run();
                assertThat(result.exitCode()).isEqualTo(1);
                List<String> notes =
                    result.errLines().stream().filter(line -> line.contains("state on")).toList();
                assertThat(notes).hasSizeLessThanOrEqualTo(1);
                (notes.isEmpty() ? acknowledged : told).incrementAndGet();
                if (over && notes.isEmpty()) {
                  afterwards.incrementAndGet();
                }
              }
            } catch (AssertionError e) {
              wrong.set(e);
            }
          };
      List<Thread> callers =
          IntStream.range(0, 16).mapToObj(_ -> Thread.ofPlatform().start(caller)).toList();
      await(() -> acknowledged.get() >= 50, wrong);
      fleet.killPrimary();
      fleet.awaitFailover();
      phase.set("after");
      await(() -> afterwards.get() >= callers.size(), wrong);
      phase.set("end");
      for (Thread each : callers) {
        each.join();
      }
      assertThat(wrong.get()).isNull();
      assertThat(Integer.parseInt(failedCalls(place)))
          .isBetween(acknowledged.get(), acknowledged.get() + told.get());

      // beside a hanging Sentinel and a dead one
      List<Integer> ill = List.of(hung.port(), closed.number(), fleet.sentinels().get(2));
      assertThat(guarded(SentinelFleet.url(ill, "?timeout=8s"), "-q", "--", "true").run().err())
          .isEmpty();
      assertRunsAllTheSame(
          SentinelFleet.url(fleet.sentinels(), PATIENT).replace("/main", "/other"),
          "knows no primary called other");
    }
  }

  private static void await(BooleanSupplier done, AtomicReference<AssertionError> wrong) {
    long end = System.nanoTime() + Resil.PATIENCE.toNanos();
    while (!done.getAsBoolean() && wrong.get() == null) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
