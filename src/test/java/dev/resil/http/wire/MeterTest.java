package dev.resil.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MeterTest {
  private long now = Long.MAX_VALUE - 5;
  private final Meter meter = new Meter(() -> now);

  private void waits(long nanos, long moved) {
    meter.begin();
    now += nanos;
    meter.end(moved);
  }

  @Test
  void shouldCountOnlyTheTimeOfWaits() {
    waits(10, 3);
    now += 1000; // a pause of --limit-rate, or a slow disk
    waits(7, 0);
    waits(5, -1);
    assertThat(meter.read()).isEqualTo(new Meter.Reading(3, 22, 12, false));
    waits(1, 2);
    assertThat(meter.read()).isEqualTo(new Meter.Reading(5, 23, 0, false));
  }

  @Test
  void shouldShowAWaitThatHasNotEnded() {
    waits(10, 3);
    meter.patient(true);
    meter.begin();
    now += 40;
    assertThat(meter.read()).isEqualTo(new Meter.Reading(3, 50, 40, true));
    now += 2;
    meter.end(0);
    meter.patient(false);
    assertThat(meter.read()).isEqualTo(new Meter.Reading(3, 52, 42, false));
  }

  @Test
  void shouldCountWhatStreamsMove() throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Metered.out(written, meter, () -> true).write(new byte[100_000]);
    assertThat(written.size()).isEqualTo(100_000);
    assertThat(meter.read().bytes()).isEqualTo(100_000);
    Metered.in(new ByteArrayInputStream(new byte[5]), meter, () -> true).readAllBytes();
    Metered.in(new ByteArrayInputStream(new byte[5]), meter, () -> false).readAllBytes();
    Metered.out(written, meter, () -> false).write(7);
    assertThat(meter.read().bytes()).isEqualTo(100_005);
  }
}
