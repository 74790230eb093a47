package dev.resil.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.report.JsonSchemas;
import dev.resil.state.Counts;
import dev.resil.text.Columns;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The display of statistics. */
class StatsTableTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final Summary BACKUP =
      new Summary(
          "backup",
          new Counts(
              new TreeMap<>(
                  Map.ofEntries(
                      Map.entry("runs", 12L),
                      Map.entry("attempts", 20L),
                      Map.entry("failed_attempts", 9L),
                      Map.entry("retries", 8L),
                      Map.entry("result:success", 11L),
                      Map.entry("result:failure", 1L),
                      Map.entry("outcome:exit:0", 11L),
                      Map.entry("outcome:exit:7", 8L),
                      Map.entry("outcome:timeout", 1L),
                      Map.entry("run_us:" + Bucket.of(1_200_000), 11L),
                      Map.entry("run_us:" + Bucket.of(64_000_000), 1L),
                      Map.entry("attempt_us:" + Bucket.of(900_000), 20L),
                      Map.entry("hour:" + Fields.hour(NOW) + ":attempts", 20L),
                      Map.entry("hour:" + Fields.hour(NOW) + ":failed", 9L),
                      Map.entry("first_run", NOW.minusSeconds(90_000).toEpochMilli()),
                      Map.entry("last_run", NOW.minusSeconds(180).toEpochMilli()),
                      Map.entry("last_success", NOW.minusSeconds(180).toEpochMilli())))),
          NOW);
  private static final Summary REJECTED =
      new Summary(
          "数据库\u001b[m", new Counts(new TreeMap<>(Map.of("runs", 1L, "result:rejected", 1L))), NOW);

  @Test
  void shouldFitOnALineEach() {
    assertThat(new StatsTable(80).list(List.of(BACKUP, REJECTED)))
        .isEqualTo(
            """
            NAME          RUNS  FAILED  ATTEMPTS  RETRIES   P50   P90   P99   MAX  LAST RUN
            backup          12       1        20        8  1.2s  1.2s  1m4s  1m4s  3m ago
            数据库\\x1b[m     1       0         0        0     -     -     -     -  -
            """);
  }

  @Test
  void shouldStackColumnsOnANarrowTerminal() {
    assertThat(new StatsTable(40).list(List.of(BACKUP, REJECTED)))
        .isEqualTo(
            """
            backup
              runs       12: 11 success, 1 failure
              attempts   20: 9 failed, 8 were
                         retries
              outcomes   11 exit:0, 8 exit:7, 1
                         timeout
              run        p50 1.2s, p90 1.2s, p99
                         1m4s, max 1m4s
              attempt    p50 901.1ms, p90 901.1ms,
                         p99 901.1ms, max 901.1ms
              last run   3m ago; last success 3m ago
              since      2026-11-23T11:00:00Z

            数据库\\x1b[m
              runs       1: 1 rejected
              attempts   0: 0 failed, 0 were retries
              outcomes   -
              run        -
              attempt    -
              last run   -; never succeeded
              since      -
            """);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 0})
  void shouldKeepWithinTheTerminal(int width) {
    StatsTable table = new StatsTable(width);
    for (String text : List.of(table.list(List.of(BACKUP)), table.details(List.of(BACKUP)))) {
      assertThat(text.lines()).allMatch(line -> width == 0 || Columns.of(line) <= width);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stats.schema.json", "stats-state.schema.json"})
  void shouldHaveSchemasThatExplainThemselves(String schema) {
    JsonSchemas.named(schema).assertThatEveryKeyIsDescribedInSnakeCase();
  }

  @Test
  void shouldStoreCountsWithoutLoss() throws Exception {
    TallyFormat format = new TallyFormat("stats");
    byte[] stored =
        format.encode(new Tally("backup", 7, BACKUP.counts(), Optional.of(BACKUP.counts())));
    JsonSchemas.named("stats-state.schema.json").check(new String(stored, StandardCharsets.UTF_8));
    assertThat(format.decode(stored).counts()).isEqualTo(BACKUP.counts());
    JsonSchemas.named("stats.schema.json")
        .check(StatsJson.of(List.of(BACKUP, REJECTED), List.of("a")));
  }

  @Test
  void shouldWriteOneMetricPerLineForPrometheus() {
    Summary odd =
        new Summary("a\"b\\c", new Counts(new TreeMap<>(Map.of("outcome:exit:1", 3L))), NOW);
    assertThat(Exposition.of(List.of(odd, BACKUP), List.of(), List.of()))
        .contains(
            "resil_attempts_total{name=\"a\\\"b\\\\c\",outcome=\"exit:1\"} 3\n",
            "resil_run_duration_seconds_bucket{name=\"backup\",le=\"1.0\"} 0\n",
            "resil_run_duration_seconds_bucket{name=\"backup\",le=\"5.0\"} 11\n",
            "resil_run_duration_seconds_bucket{name=\"backup\",le=\"+Inf\"} 12\n",
            "resil_last_run_timestamp_seconds{name=\"backup\"} 1795521420.000\n")
        .containsOnlyOnce("# TYPE resil_attempts_total counter\n");
  }
}
