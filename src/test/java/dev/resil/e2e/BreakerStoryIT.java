package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server dies and returns; meanwhile, no script on the machine calls it. */
class BreakerStoryIT {
  private static final int UNAVAILABLE = 503;
  private static final int CURL_HTTP_ERROR = 22;

  @TempDir Path temp;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private volatile boolean dead;
  private BreakerBench bench;

  @BeforeEach
  void setUp() throws IOException {
    bench = bench(temp);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(dead ? UNAVAILABLE : 200, -1);
          exchange.close();
        });
    server.start();
  }

  BreakerBench bench(Path folder) {
    return new BreakerBench(folder.resolve("state"));
  }

  @AfterEach
  void tearDown() {
    server.stop(0);
  }

  @Test
  void shouldLeaveADeadServerAloneAndComeBackByItself() {
    assertThat(call("1h").exitCode()).isZero();
    assertThat(bench.state("server")).isEqualTo("CLOSED");

    dead = true;
    for (int i = 0; i < 5; i++) {
      assertThat(bench.state("server")).isEqualTo("CLOSED");
      assertThat(call("1h").exitCode()).isEqualTo(CURL_HTTP_ERROR);
    }
    assertThat(bench.state("server")).isEqualTo("OPEN");

    int before = requests.get();
    for (int i = 0; i < 3; i++) {
      Resil.Result rejected = call("1h");
      assertThat(rejected.exitCode()).isEqualTo(75);
      assertThat(rejected.err()).contains("breaker server is open; next probe in ");
    }
    assertThat(requests).hasValue(before);

    // still dead: one probe, then OPEN again
    assertThat(call("0").exitCode()).isEqualTo(CURL_HTTP_ERROR);
    assertThat(requests).hasValue(before + 1);
    assertThat(call("1h").exitCode()).isEqualTo(75);

    dead = false;
    assertThat(call("0").exitCode()).isZero();
    assertThat(bench.state("server")).isEqualTo("HALF_OPEN");
    assertThat(call("0").exitCode()).isZero();
    assertThat(bench.state("server")).isEqualTo("CLOSED");
    assertThat(bench.status("server").get("history"))
        .extracting(change -> change.get("to").asString())
        .containsExactly("OPEN", "HALF_OPEN", "OPEN", "HALF_OPEN", "CLOSED");
  }

  /** The service is down for hours: each probe waits longer than the one before. */
  @Test
  void shouldProbeLessOftenAtEachReopening() {
    String[] patient = {"--recovery-backoff", "2", "--max-recovery-timeout", "15m"};
    dead = true;
    for (int i = 0; i < 5; i++) {
      assertThat(call("1m", patient).exitCode()).isEqualTo(CURL_HTTP_ERROR);
    }
    assertThat(bench.status("server").get("open_for").asDouble()).isEqualTo(60);
    int before = requests.get();
    for (int reopened = 1; reopened <= 5; reopened++) {
      // a recovery timeout of 0 permits the next probe now
      assertThat(call("0", patient).exitCode()).isEqualTo(CURL_HTTP_ERROR);
      assertThat(requests).hasValue(before + reopened);
      Resil.Result rejected = call("1m", patient);
      assertThat(rejected.exitCode()).isEqualTo(75);
      double longest = Math.min(15 * 60, 60 << reopened);
      var status = bench.status("server");
      assertThat(status.get("reopenings").asInt()).isEqualTo(reopened);
      assertThat(status.get("open_for").asDouble()).isBetween(0.9 * longest, longest);
      assertThat(status.get("next_probe_in").asDouble())
          .isPositive()
          .isLessThanOrEqualTo(status.get("open_for").asDouble());
    }
    assertThat(bench.breaker("status", "server").out())
        .contains("after 1m, times 2 at each reopening up to 15m, 3 probes at a time")
        .contains("calls are rejected, reopened 5 times, this time for 1");

    dead = false;
    assertThat(call("0", patient).exitCode()).isZero();
    assertThat(bench.breaker("status", "server").out()).contains("1 success; reopened 5 times");
    assertThat(call("0", patient).exitCode()).isZero();
    assertThat(bench.state("server")).isEqualTo("CLOSED");
    dead = true;
    for (int i = 0; i < 5; i++) {
      call("1m", patient);
    }
    assertThat(bench.status("server").get("open_for").asDouble()).isEqualTo(60);
  }

  /** bench/run measures the time. */
  @Test
  void shouldRejectWithoutAConnection() {
    bench.breaker("open", "--create", "server");
    assertThat(call("1h").exitCode()).isEqualTo(75);
    assertThat(requests).hasValue(0);
  }

  private Resil.Result call(String recoveryTimeout, String... options) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    return bench
        .run("--breaker", "server", "--recovery-timeout", recoveryTimeout, "-n", "1")
        .append(options)
        .append("--", "curl", "-fsS", "--noproxy", "*", url)
        .run();
  }
}
