package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.resil.report.JsonSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Features of resilience libraries, provided by resil for any program; each test names the
 * library's feature.
 */
class SeedFeaturesIT {
  private static final JsonSchemas REPORT = JsonSchemas.named("report.schema.json");

  @TempDir Path folder;

  private Resil run(String... arguments) {
    return Resil.with("run", "-b", "1ms", "-j", "0", "--report", "report")
        .append(arguments)
        .in(folder)
        .variable("XDG_CONFIG_HOME", folder.toString())
        .variable("XDG_CACHE_HOME", folder.toString())
        .variable("XDG_STATE_HOME", folder.toString());
  }

  private JsonNode report() throws IOException {
    return REPORT.check(Files.readString(folder.resolve("report")).strip());
  }

  private BreakerBench bench() {
    return new BreakerBench(folder.resolve("resil"));
  }

  /** RetryConfig. */
  @Test
  void shouldReuseAConfigurationForDifferentCommands() throws IOException {
    Files.createDirectories(folder.resolve("resil"));
    Files.writeString(
        folder.resolve("resil/config.toml"),
        """
        [profiles.api]
        max-attempts = 5
        max-delay = "2ms"
        retry-on = ["28", "exit:7"]
        """);
    assertThat(run("-q", "--profile", "api", "-c", "exit 28").run().exitCode()).isEqualTo(28);
    assertThat(report().get("attempt_count").asInt()).isEqualTo(5);
    assertThat(report().get("attempts").get(3).get("delay").asDouble()).isEqualTo(0.002);
    assertThat(run("-q", "--profile", "api", "-c", "exit 8").run().exitCode()).isEqualTo(8);
    assertThat(report().get("attempt_count").asInt()).isEqualTo(1);
  }

  /** on_retry(attempt, exception). */
  @Test
  void shouldCallBackOnRetry() {
    Resil.Result result =
        run(
                "-q",
                "--on-retry",
                "echo \"attempt $RESIL_EVENT_ATTEMPT failed: $RESIL_EVENT_OUTCOME\"",
                "-c",
                "exit $((3 - RESIL_ATTEMPT))")
            .run();
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEqualTo("attempt 1 failed: exit:2\nattempt 2 failed: exit:1\n");
  }

  /** RetryExhaustedError: attempts, last_exception. */
  @Test
  void shouldReportAttemptsAndLastErrorWhenExhausted() throws IOException {
    Resil.Result result =
        run(
                "--on-failure",
                "echo \"$RESIL_EVENT_REASON: $RESIL_EVENT_ATTEMPT, $RESIL_EVENT_OUTCOME\"",
                "-c",
                "exit $((RESIL_ATTEMPT + 4))")
            .run();
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.err())
        .contains("resil: sh failed with exit code 7 (attempt 3 of 3); no attempts left")
        .endsWith("attempts_exhausted: 3, exit:7\n");
    assertThat(report().get("reason").asString()).isEqualTo("attempts_exhausted");
    assertThat(report().get("attempt_count").asInt()).isEqualTo(3);
    assertThat(report().get("attempts").findValuesAsString("outcome"))
        .containsExactly("exit:5", "exit:6", "exit:7");
  }

  /** CircuitBreakerError: name, state, remaining_timeout. */
  @Test
  void shouldReportNameStateAndRemainingTimeOfARejection() {
    assertThat(bench().breaker("open", "--create", "--for", "1h", "payment api").exitCode())
        .isZero();
    Resil.Result result =
        run("--breaker", "payment api", "--log-format", "json", "touch", "ran").run();
    assertThat(result.exitCode()).isEqualTo(75);
    assertThat(folder.resolve("ran")).doesNotExist();
    JsonNode event = JsonSchemas.named("event.schema.json").check(result.errLines().getLast());
    assertThat(event.get("breaker").asString()).isEqualTo("payment api");
    assertThat(event.get("state").asString()).isEqualTo("OPEN");
    assertThat(event.get("next_probe_in").asDouble()).isBetween(3500.0, 3600.0);
    assertThat(event.get("message").asString())
        .startsWith("touch was not run: breaker 'payment api' is open; next probe in ");
  }

  /** CircuitBreakerStats and reset(). */
  @Test
  void shouldCountABreakersCallsAndResetIt() {
    String[] guarded = {"-q", "-n", "1", "--breaker", "api", "--failure-threshold", "2", "-c"};
    for (String line : List.of("exit 0", "exit 1", "exit 1", "exit 0")) {
      run(guarded).append(line).run();
    }
    JsonNode status = bench().status("api");
    assertThat(status.get("state").asString()).isEqualTo("OPEN");
    assertThat(counters(status)).containsExactly(3, 1, 2, 1, 1);
    assertThat(bench().breaker("check", "api").exitCode()).isEqualTo(75);

    assertThat(bench().breaker("reset", "api").exitCode()).isZero();

    assertThat(bench().state("api")).isEqualTo("CLOSED");
    assertThat(counters(bench().status("api"))).containsExactly(0, 0, 0, 0, 0);
    assertThat(bench().breaker("check", "api").exitCode()).isZero();
  }

  private static List<Integer> counters(JsonNode status) {
    return List.of(
            "total_calls", "successful_calls", "failed_calls", "rejected_calls", "state_changes")
        .stream()
        .map(name -> status.get(name).asInt())
        .toList();
  }

  /** except CircuitBreakerError: return get_cached_data(). */
  @Test
  void shouldFallBackToCachedDataIfTheBreakerIsOpen() throws IOException {
    String[] cached = {
      "--breaker", "api", "--failure-threshold", "1", "--stale-if-error", "1h", "-n", "1", "./fetch"
    };
    Executables.write(folder.resolve("fetch"), "#!/bin/sh\n[ ! -e down ] && echo data\n");
    assertThat(run(cached).run().out()).isEqualTo("data\n");
    Files.createFile(folder.resolve("down"));
    assertThat(run(cached).run().out()).isEqualTo("data\n");

    Resil.Result rejected = run(cached).run();

    assertThat(rejected.exitCode()).isZero();
    assertThat(rejected.out()).isEqualTo("data\n");
    assertThat(rejected.err())
        .contains("breaker api is open", "using the cached output of", "(--stale-if-error)");
    assertThat(report().get("attempt_count").asInt()).isZero();
  }

  /** retry_on without CircuitBreakerError. */
  @Test
  void shouldRetryOnlyUntilTheBreakerOpens() throws IOException {
    Resil.Result result =
        run(
                "-n",
                "5",
                "--breaker",
                "api",
                "--failure-threshold",
                "2",
                "-c",
                "echo x >>calls; exit 7")
            .run();
    assertThat(result.exitCode()).isEqualTo(75);
    assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(2);
    assertThat(report().get("result").asString()).isEqualTo("rejected");
    assertThat(report().get("attempts").findValuesAsString("outcome"))
        .containsExactly("exit:7", "exit:7");
  }

  /** charge_card(amount, idempotency_key). */
  @Test
  void shouldSendOneIdempotencyKeyForAllAttempts() throws IOException {
    List<String> keys = Collections.synchronizedList(new ArrayList<>());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(keys.size() == 2 ? 200 : 503, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/charges";
      Resil.Result charged =
          Resil.run("http", "-q", "-b", "1ms", "-d", "a=1", "--idempotency-key", "auto", url);
      assertThat(charged.exitCode()).isZero();
      run("-q", "-n", "2", "-c", "echo $RESIL_RUN_ID >>keys; exit 1").run();
      keys.addAll(Files.readAllLines(folder.resolve("keys")));
      assertThat(keys).hasSize(4).doesNotContainNull();
      assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
      assertThat(keys.get(2)).isEqualTo(keys.get(3));
    } finally {
      server.stop(0);
    }
  }
}
