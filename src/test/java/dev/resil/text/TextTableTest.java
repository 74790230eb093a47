package dev.resil.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private final TextTable table = new TextTable(List.of("NAME", "CALLS", "STATE"), Set.of(1));

  @Test
  void shouldAlignTextToTheLeftAndNumbersToTheRight() {
    table.add(List.of("payments", "7", "OPEN"));
    assertThat(table.toString().lines())
        .containsExactly("NAME      CALLS  STATE", "payments      7  OPEN");
  }

  @Test
  void shouldCountTheColumnsOfATerminalRatherThanCharacters() {
    table.add(List.of("漢字", "7", "OPEN"));
    table.add(List.of("abcd", "8", "CLOSED"));
    assertThat(table.toString().lines())
        .containsExactly("NAME  CALLS  STATE", "漢字      7  OPEN", "abcd      8  CLOSED");
  }

  @Test
  void shouldLeaveOutTheLastColumnsIfTheTerminalIsTooNarrow() {
    table.add(List.of("payments", "7", "OPEN"));
    assertThat(table.width()).isEqualTo(22);
    assertThat(table.fitting(22, 1)).isEqualTo(table.toString());
    assertThat(table.fitting(21, 1).lines()).containsExactly("NAME      CALLS", "payments      7");
    assertThat(table.fitting(3, 1).lines()).containsExactly("NAME", "payments");
    assertThat(table.fitting(0, 1)).isEqualTo(table.toString());
  }
}
