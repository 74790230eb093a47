package dev.resil.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.posix.Posix;
import dev.resil.run.Attempt;
import dev.resil.run.FakeTime;
import dev.resil.run.ProgressGauge.Level;
import dev.resil.time.Deadline;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final String ERASE = "\r\033[K";
  private static final int MIB = 1 << 20;

  private final FakeTime time = new FakeTime();
  private final StringBuilder written = new StringBuilder();
  private final ProgressLine line = new ProgressLine(terminal(), time, written::append);
  private OptionalLong length = OptionalLong.of(100L * MIB);
  private long bytes;

  private static Posix terminal() {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "terminalColumns" -> 80;
                  case "inForeground" -> true;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private void start(long number, OptionalLong limit) {
    line.started(
        new Attempt.Request(number, limit, Optional.empty(), Deadline.NEVER),
        () -> new Level(bytes, length));
  }

  /** Receives some bytes in a quarter of a second; returns the drawn line. */
  private String after(long more) {
    time.pass(Duration.ofMillis(250));
    bytes += more;
    assertThat(line.due().getAsLong() - time.nanos()).isNotPositive();
    written.setLength(0);
    line.run();
    return written.toString();
  }

  @Test
  void shouldShowProgressRateTimeLeftAndAttempt() {
    start(2, OptionalLong.of(3));

    assertThat(after(0)).isEmpty();
    assertThat(after(10 * MIB)).isEqualTo(ERASE + "resil: 10.0 MiB of 100 MiB, attempt 2 of 3");
    assertThat(after(10 * MIB))
        .isEqualTo(ERASE + "resil: 20.0 MiB of 100 MiB, 40.0 MiB/s, 2s left, attempt 2 of 3");
  }

  @Test
  void shouldComputeTheRateFromTheLastSeconds() {
    start(1, OptionalLong.empty());
    after(50 * MIB);
    for (int i = 0; i < 16; i++) {
      after(MIB);
    }

    assertThat(after(MIB)).contains("resil: 67.0 MiB of 100 MiB, 4.0 MiB/s, 9s left, attempt 1");
  }

  @Test
  void shouldNotShowATimeLeftIfTheLengthIsUnknown() {
    length = OptionalLong.empty();
    start(1, OptionalLong.of(3));
    after(MIB);

    assertThat(after(MIB)).isEqualTo(ERASE + "resil: 2.0 MiB, 4.0 MiB/s, attempt 1 of 3");
    assertThat(after(0)).contains("2.0 MiB, 2.0 MiB/s");
  }

  @Test
  void shouldClearTheLineBeforeAnyMessage() {
    start(1, OptionalLong.of(3));
    after(MIB);
    written.setLength(0);

    line.ended();

    assertThat(written).hasToString(ERASE);
    assertThat(line.due()).isEmpty();
  }
}
