package dev.resil.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.run.FakeTime;
import dev.resil.state.StateException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchLoopTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final FakeTime time = new FakeTime().interrupting(5, 2);

  /** A second each: gone, gone, a, gone, b. */
  private int watch(boolean terminal) {
    Iterator<String> pictures = List.of("", "", "a\n", "", "b\n").iterator();
    return new WatchLoop(
            time, new PrintWriter(out), terminal, new OngoingProblems(new PrintWriter(err, true)))
        .until(() -> {
          String picture = pictures.next();
          if (picture.isEmpty()) {
            throw new StateException(StateException.Problem.FAILED, "it is gone");
          }
          return picture;
        });
  }

  @Test
  void shouldWriteOnlyPicturesToAPipeAndReportAProblemOnce() {
    assertThat(watch(false)).isEqualTo(130);
    assertThat(time.pauses()).hasSize(5).containsOnly(Duration.ofSeconds(1));
    assertThat(out).hasToString("a\n\nb\n\n");
    assertThat(err).hasToString("resil: it is gone; still watching\n".repeat(2));
  }

  @Test
  void shouldShowAProblemInPlaceOfThePictureOnATerminal() {
    assertThat(watch(true)).isEqualTo(130);
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString().split("\033\\[H", -1))
        .containsExactly(
            "",
            "\033[J",
            "it is gone\033[K\n\033[J",
            "it is gone\033[K\n\033[J",
            "a\033[K\n\033[J",
            "it is gone\033[K\n\033[J",
            "b\033[K\n\033[J");
  }
}
