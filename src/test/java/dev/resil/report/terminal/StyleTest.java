package dev.resil.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StyleTest {
  @Test
  void shouldColourOnATerminalOnly() {
    assertThat(Style.of(true, Map.of("TERM", "xterm")::get)).isEqualTo(Style.COLOUR);
    assertThat(Style.of(false, Map.of("TERM", "xterm")::get)).isEqualTo(Style.PLAIN);
  }

  @Test
  void shouldHonourNoColorUnlessItIsEmpty() {
    assertThat(Style.of(true, Map.of("TERM", "xterm", "NO_COLOR", "1")::get))
        .isEqualTo(Style.PLAIN);
    assertThat(Style.of(true, Map.of("TERM", "xterm", "NO_COLOR", "")::get))
        .isEqualTo(Style.COLOUR);
  }

  @Test
  void shouldNotColourIfTheTerminalIsDumbOrUnknown() {
    assertThat(Style.of(true, Map.of("TERM", "dumb")::get)).isEqualTo(Style.PLAIN);
    assertThat(Style.of(true, Map.of("TERM", "")::get)).isEqualTo(Style.PLAIN);
    assertThat(Style.of(true, Map.<String, String>of()::get)).isEqualTo(Style.PLAIN);
  }
}
