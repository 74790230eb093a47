package dev.resil.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
  /** The numbers that POSIX fixes (kill(1)): the same on every system. */
  @ParameterizedTest
  @CsvSource({"HUP, 1", "INT, 2", "QUIT, 3", "ABRT, 6", "KILL, 9", "ALRM, 14", "TERM, 15"})
  void shouldAcceptEveryFormOfASignal(String name, int number) {
    assertThat(Signals.number(name)).contains(number);
    assertThat(Signals.number("SIG" + name)).contains(number);
    assertThat(Signals.number("sIg" + name.toLowerCase(java.util.Locale.ROOT))).contains(number);
    assertThat(Signals.number(Integer.toString(number))).contains(number);
    assertThat(Signals.name(number)).isEqualTo(name);
    assertThat(Signals.require(name)).isEqualTo(number);
  }

  @Test
  void shouldAgreeWithItsConstants() {
    assertThat(Signals.name(Signals.HUP)).isEqualTo("HUP");
    assertThat(Signals.name(Signals.INT)).isEqualTo("INT");
    assertThat(Signals.name(Signals.QUIT)).isEqualTo("QUIT");
    assertThat(Signals.name(Signals.KILL)).isEqualTo("KILL");
    assertThat(Signals.name(Signals.PIPE)).isEqualTo("PIPE");
    assertThat(Signals.name(Signals.TERM)).isEqualTo("TERM");
  }

  @Test
  void shouldNameEachOfItsNamesByItsNumber() {
    assertThat(Signals.names())
        .hasSize(31)
        .doesNotHaveDuplicates()
        .allMatch(name -> Signals.name(Signals.number(name).orElseThrow()).equals(name));
  }

  @Test
  void shouldShowANumberWithoutANameAsItIs() {
    assertThat(Signals.name(33)).isEqualTo("33");
    assertThat(Signals.number("33")).contains(33);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SIG", "0", "65", "-1", "+1", "999", "FOO", "TERM ", "SIG15", "1٥"})
  void shouldNotFindAnUnknownSignal(String text) {
    assertThat(Signals.number(text)).isEmpty();
  }

  @Test
  void shouldNameRealTimeSignalsAsKillDoes() {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    assertThat(List.of(34, 35, 49, 50, 63, 64).stream().map(Signals::name))
        .containsExactly("RTMIN", "RTMIN+1", "RTMIN+15", "RTMAX-14", "RTMAX-1", "RTMAX");
    for (int number = 34; number <= 64; number++) {
      assertThat(Signals.number(Signals.name(number))).contains(number);
      assertThat(Signals.number("sigrtmin+" + (number - 34))).contains(number);
      assertThat(Signals.number("RTMAX-" + (64 - number))).contains(number);
    }
    assertThat(Stream.of("RTMIN-1", "RTMAX+1", "RTMIN+31", "RTMIN+", "RTMIN1", "RT"))
        .allMatch(name -> Signals.number(name).isEmpty());
  }
}
