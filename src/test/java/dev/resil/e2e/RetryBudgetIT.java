package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.redis.ClosedPort;
import dev.resil.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A budget for retries that real processes share, in a folder and on Redis. */
class RetryBudgetIT {
  @AutoClose private static RedisServer redis;

  @TempDir Path temp;

  enum Place {
    FOLDER,
    REDIS
  }

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  private String state(Place place) {
    if (place == Place.FOLDER) {
      return temp.resolve("state").toString();
    }
    redis.cli("FLUSHALL");
    return redis.url("?timeout=10m");
  }

  private Resil run(String state, String... more) {
    return Resil.with("run", "--state", state, "--limits", "api", "-b", "0")
        .append("--retry-budget", "50%", "--retry-budget-min", "3/1h")
        .append(more)
        .in(temp);
  }

  @ParameterizedTest
  @EnumSource
  void shouldMakeAFailureFinalOnceTheBudgetOfAllRunsIsSpent(Place place) throws Exception {
    String state = state(place);
    // three and half of one, then half of two more
    Resil.Result first =
        run(state, "-n", "9", "--report", "r.json", "--event-log", "events")
            .append("--", "sh", "-c", "echo x; exit 7")
            .run();
    assertThat(first.exitCode()).isEqualTo(7);
    assertThat(first.out()).isEqualTo("x\n".repeat(4));
    assertThat(first.err())
        .contains(
            "sh failed with exit code 7 (attempt 4 of 9); the retry budget of limit api is spent:"
                + " 3 retries for 1 first attempt within 1h");
    JsonNode report = JsonMapper.shared().readTree(Files.readString(temp.resolve("r.json")));
    assertThat(report.get("result").asString()).isEqualTo("failure");
    assertThat(report.get("reason").asString()).isEqualTo("budget_spent");
    assertThat(report.get("exit_code_from").asString()).isEqualTo("command");
    assertThat(report.get("retry_budget").get("limit").asString()).isEqualTo("api");
    assertThat(report.get("retry_budget").get("retries").asInt()).isEqualTo(3);
    assertThat(report.get("policy").get("limits").get("retry_budget").get("min").asInt())
        .isEqualTo(3);
    assertThat(Files.readString(temp.resolve("events")))
        .contains("\"reason\":\"budget_spent\"", "\"retry_budget\":{\"limit\":\"api\"");

    assertThat(run(state, "-n", "9", "--", "sh", "-c", "echo x; exit 7").run().out())
        .isEqualTo("x\n".repeat(2));
    Resil.Result mapped =
        run(state, "--exit-code-on", "budget-spent=9", "--on-failure")
            .append("echo $RESIL_EVENT_LIMIT >limit", "--", "false")
            .run();
    assertThat(mapped.exitCode()).isEqualTo(9);
    assertThat(temp.resolve("limit")).hasContent("api\n");

    String[] in = {"--state", state};
    assertThat(Resil.with("limit", "status", "api").append(in).run().out())
        .contains("retries   4 of 4 within 1h (50% of 3 first attempts, and 3), 3 refused");
    assertThat(Resil.with("limit", "list").append(in).run().out()).contains("RETRIES", "4 of 4");
    JsonNode limit =
        JsonMapper.shared()
            .readTree(Resil.with("limit", "status", "--json").append(in).run().out())
            .get("limits")
            .get(0);
    assertThat(limit.get("retry_budget").asDouble()).isEqualTo(50);
    assertThat(limit.get("retries_permitted").asInt()).isEqualTo(4);
    assertThat(limit.get("retries_refused").asInt()).isEqualTo(3);

    assertThat(Resil.with("stats", "--prometheus").append(in).run().out())
        .contains(
            "resil_limit_retries{name=\"api\"} 4\n",
            "resil_limit_retries_permitted{name=\"api\"} 4\n",
            "resil_limit_retries_refused_total{name=\"api\"} 3\n",
            "resil_limit_permits{name=\"api\",kind=\"lock\"} 0\n",
            "resil_limit_requests_total{name=\"api\",result=\"granted\"} 0\n");
    Path page = temp.resolve("page.html");
    assertThat(Resil.with("stats", "--html", page.toString()).append(in).run().err()).isEmpty();
    assertThat(page).content().contains("<h2>Limits</h2>", "<td>api</td>", "<td>4 of 4</td>");
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeSharedByRunsAtTheSameTime(Place place) throws Exception {
    String state = state(place);
    List<Resil> runs = new ArrayList<>();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Resil run = run(state, "-n", "20", "--", "sh", "-c", "echo >>log; exit 1");
      runs.add(run);
      processes.add(run.start());
    }
    for (int i = 0; i < runs.size(); i++) {
      assertThat(runs.get(i).await(processes.get(i)).exitCode()).isEqualTo(1);
    }
    // the last runs may have found a larger budget than the first ones, never more than 3 and half
    assertThat(Files.readAllLines(temp.resolve("log"))).hasSizeBetween(8 + 3, 8 + 3 + 4);
  }

  @Test
  void shouldGoOnWithoutItIfItsStateCannotBeUsed() throws Exception {
    try (ClosedPort port = new ClosedPort()) {
      String server = "redis://127.0.0.1:" + port.number();
      Resil.Result lenient = run(server, "-n", "3", "--", "sh", "-c", "echo x; exit 7").run();
      assertThat(lenient.exitCode()).isEqualTo(7);
      assertThat(lenient.out()).isEqualTo("x\n".repeat(3));
      assertThat(lenient.err()).containsOnlyOnce("; running without limit api");
      Resil.Result strict = run(server, "--strict-state", "--", "echo", "x").run();
      assertThat(strict.exitCode()).isEqualTo(125);
      assertThat(strict.out()).isEmpty();
    }
  }
}
