package dev.resil.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunQueueTest {
  @ParameterizedTest
  @CsvSource({
    "0.00 0.00 0.00 1/253 17127, 2, false",
    "9.00 9.00 9.00 2/253 17127, 2, false",
    "0.00 0.00 0.00 3/253 17127, 2, true",
    "0.00 0.00 0.00 3/253 17127, 4, false",
    "0.00 0.00 0.00, 2, false",
    "'', 2, false",
    "0.00 0.00 0.00 x/253 17127, 2, false",
    "0.00 0.00 0.00 99999999999/253 17127, 2, false",
  })
  void shouldBeBusyWhileAThreadWaitsForAProcessor(String load, int processors, boolean busy) {
    assertThat(RunQueue.isBusy(Optional.of(load), processors)).isEqualTo(busy);
    assertThat(RunQueue.isBusy(Optional.empty(), processors)).isFalse();
  }
}
