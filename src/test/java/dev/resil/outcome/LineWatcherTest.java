package dev.resil.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.outcome.OutputPattern.Stream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineWatcherTest {
  private static final int LONG = 1 << 16;

  private static OutputPattern pattern(String regex) {
    return new OutputPattern(Stream.STDOUT, regex);
  }

  private static Set<OutputPattern> found(List<OutputPattern> patterns, byte[] bytes, Random cuts) {
    LineWatcher watcher = LineWatcher.of(patterns).orElseThrow();
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + cuts.nextInt(1, 200));
      while (at < end) {
        at = watcher.search(bytes, at, end);
      }
    }
    watcher.end();
    return watcher.found();
  }

  @Test
  void shouldFindAllMatchesIn10000RandomStreams() {
    Random random = new Random(20261123);
    List<OutputPattern> patterns = RandomStreams.patterns();
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = RandomStreams.bytes(random, 600);
      Set<OutputPattern> found = found(patterns, bytes, random);
      for (OutputPattern pattern : patterns) {
        assertThat(found.contains(pattern))
            .as("stream %d, %s", i, pattern)
            .isEqualTo(RandomStreams.isInAnyLine(pattern, bytes));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 0, ^x, true",
    "65536, 65535, x$, true",
    "65537, 65536, x$, true",
    "65536, 1, ^x, false",
    "65540, 65534, xyz, true",
    "300000, 65534, xyz, true",
    "300000, 98303, xyz, true",
    "300000, 299997, xyz$, true",
    "300000, 0, ^xyz, true",
    "300000, 32768, ^xyz, false",
    "300000, 65533, xyz$, false",
    "300000, 10, x.*z.*, true",
  })
  void shouldSearchALineWholeHoweverLongItIs(int length, int at, String regex, boolean expected) {
    byte[] line = new byte[length];
    Arrays.fill(line, (byte) '.');
    byte[] needle = "xyz".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(needle, 0, line, at, Math.min(needle.length, length - at));
    if (regex.equals("x$")) {
      line[at] = 'x';
    }
    assertThat(found(List.of(pattern(regex)), line, new Random(1)).isEmpty()).isEqualTo(!expected);
  }

  @Test
  void shouldFindALongMatch() {
    byte[] line = new byte[200_000];
    Arrays.fill(line, (byte) '.');
    for (int i = 0; i < 50_000; i++) {
      line[60_000 + i] = 'x';
    }
    assertThat(found(List.of(pattern("[^x]x+[^x]")), line, new Random(1))).isNotEmpty();
  }

  @Test
  void shouldTakeTimeLinearInTheLineForAHostilePattern() {
    byte[] line = new byte[LONG];
    Arrays.fill(line, (byte) 'a');
    assertThat(found(List.of(pattern("(a*)*b")), line, new Random(1))).isEmpty();
  }

  @Test
  void shouldRejectAnInvalidPattern() {
    assertThatThrownBy(() -> OutcomeParser.parse("3,stdout~a(b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'stdout~a(b' is not a valid RE2 pattern");
    assertThatThrownBy(() -> OutcomeParser.parse("output~(?=a)"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldReachToTheEndOfTheList() {
    OutcomeSet set = OutcomeParser.parse("3, stderr~a,b{1,2}, timeout");
    assertThat(set.items()).hasSize(2);
    assertThat(set.patterns())
        .containsExactly(new OutputPattern(Stream.STDERR, "a,b{1,2}, timeout"));
    assertThat(set.contains(new Outcome.Exit(0), set.patterns())).isTrue();
    assertThat(set.contains(new Outcome.Exit(0))).isFalse();
    assertThat(set.contains(new Outcome.Timeout())).isFalse();
  }
}
