package dev.resil.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outage.Outage.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The load on a service in an outage, and its picture in the docs: {@code -Dgenerate.write=true}
 * writes it.
 */
class OutageTest {
  private static final Path PICTURE = Path.of("docs/images/outage.svg");
  private static final Path RECORD = Path.of("docs/adr/0009-retry-budget.md");

  private final Map<Manner, Outage.Result> results = new EnumMap<>(Manner.class);

  OutageTest() {
    for (Manner manner : Manner.values()) {
      results.put(manner, Outage.of(manner));
    }
  }

  @Test
  void shouldBoundTheLoadByItsShare() {
    Outage.Result budget = results.get(Manner.BUDGET);
    // 100 runs per second; a retry follows its decision by a delay, so that a second may have more
    assertThat(budget.average(Outage.DOWN_FROM, Outage.DOWN_TO)).isBetween(110.0, 125.0);
    assertThat(results.get(Manner.PLAIN).peak()).isGreaterThan(900);
    assertThat(results.get(Manner.BACKOFF).peak()).isGreaterThan(budget.peak());
    assertThat(results.get(Manner.BREAKER).average(Outage.DOWN_FROM + 2, Outage.DOWN_TO))
        .isLessThan(5);
  }

  /** A breaker asks again every 30 s; a budget is there at once. */
  @Test
  void shouldFailNoRunOnceTheServiceIsBackExceptWithABreaker() {
    assertThat(results.get(Manner.BUDGET).lastFailure()).isLessThanOrEqualTo(Outage.DOWN_TO);
    assertThat(results.get(Manner.BREAKER).lastFailure())
        .isBetween(Outage.DOWN_TO, Outage.DOWN_TO + 30);
  }

  @Test
  void shouldBeShownInTheDocs() throws IOException {
    String drawn = OutagePicture.of(results);
    String table = table();
    if (Boolean.getBoolean("generate.write")) {
      Files.writeString(PICTURE, drawn);
      System.out.println(table);
    }
    assertThat(PICTURE).hasContent(drawn);
    assertThat(Files.readString(RECORD)).contains(table);
  }

  private String table() {
    StringBuilder rows = new StringBuilder();
    results.forEach((manner, result) ->
        rows.append(
            String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f | %d |%n",
                manner.title,
                result.peak(),
                result.average(Outage.DOWN_FROM, Outage.DOWN_TO),
                result.average(Outage.DOWN_TO, Outage.DOWN_TO + 10),
                result.failures())));
    return rows.toString().replace(System.lineSeparator(), "\n");
  }
}
