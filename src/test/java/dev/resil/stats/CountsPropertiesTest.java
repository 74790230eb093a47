package dev.resil.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.state.Counts;
import dev.resil.state.Counts.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.HdrHistogram.Histogram;

/** Counts in any order, and durations compared with the recorded ones. */
class CountsPropertiesTest {
  @Provide
  Arbitrary<Counts> counts() {
    Arbitrary<String> fields =
        Arbitraries.of(
            "runs", "outcome:exit:1", "outcome:timeout", "first_run", "last_run", "hour:5:a");
    return Arbitraries.maps(fields, Arbitraries.longs().between(0, 1000))
        .map(map -> new Counts(new TreeMap<>(map)));
  }

  @Property(tries = 200)
  void shouldNotDependOnTheOrder(
      @ForAll("counts") Counts a, @ForAll("counts") Counts b, @ForAll("counts") Counts c) {
    assertThat(a.plus(b, Bounds.NONE)).isEqualTo(b.plus(a, Bounds.NONE));
    assertThat(a.plus(b, Bounds.NONE).plus(c, Bounds.NONE))
        .isEqualTo(a.plus(b.plus(c, Bounds.NONE), Bounds.NONE));
    assertThat(a.plus(Counts.NONE, Bounds.NONE)).isEqualTo(a);
    for (String field : List.of("runs", "outcome:exit:1")) {
      assertThat(a.plus(b, Bounds.NONE).get(field)).isEqualTo(a.get(field) + b.get(field));
    }
  }

  /** With any number of different outcomes, all are counted, and few are kept. */
  @Property(tries = 50)
  void shouldKeepFewOutcomesAndCountAll(
      @ForAll @Size(max = 300) List<@LongRange(min = 0, max = 255) Long> codes) {
    Bounds bounds = Fields.bounds(Instant.EPOCH);
    Counts all = Counts.NONE;
    for (long code : codes) {
      all = all.plus(new Counts(new TreeMap<>(Map.of("outcome:exit:" + code, 1L))), bounds);
    }
    assertThat(all.fields()).hasSizeLessThanOrEqualTo(65);
    assertThat(all.fields().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(codes.size());
  }

  @Property(tries = 100)
  void shouldForgetOldHours(@ForAll @LongRange(min = 0, max = 400) long hour) {
    Instant now = Instant.ofEpochSecond(400 * 3600);
    Counts old = new Counts(new TreeMap<>(Map.of("hour:" + hour + ":attempts", 1L)));
    Counts kept = Counts.NONE.plus(old, Fields.bounds(now));
    assertThat(kept.fields().isEmpty()).isEqualTo(hour <= 400 - 168);
  }

  @Property(tries = 300)
  void shouldCountDurationsInTheBucketsOfHdrHistogram(@ForAll @LongRange(min = 0) long micros) {
    Histogram histogram = new Histogram(Bucket.MOST, Bucket.DIGITS);
    long clamped = Math.min(micros, Bucket.MOST);
    assertThat(Bucket.of(micros)).isEqualTo(histogram.lowestEquivalentValue(clamped));
  }

  @Property(tries = 100)
  void shouldComputeQuantilesWithinOnePercent(
      @ForAll @Size(min = 1, max = 200)
          List<@LongRange(min = 0, max = 100_000_000_000L) Long> micros) {
    Counts counts = Counts.NONE;
    for (long time : micros) {
      counts =
          counts.plus(
              new Counts(new TreeMap<>(Map.of(Fields.RUN_TIME + Bucket.of(time), 1L))),
              Bounds.NONE);
    }
    RunDurations times = RunDurations.ofRuns(counts);
    List<Long> sorted = micros.stream().sorted().toList();
    for (int percent : new int[] {50, 90, 99, 100}) {
      long exact = sorted.get(Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.size()) - 1));
      long told = times.percentile(percent).orElseThrow().toNanos() / 1000;
      assertThat((double) told).isBetween(exact * 0.99 - 1, exact * 1.01 + 1);
    }
    assertThat(times.atMost(Duration.ofDays(2))).isEqualTo(micros.size());
  }
}
