package dev.resil.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.posix.LineDiscipline;
import dev.resil.posix.Posix;
import dev.resil.posix.Terminals;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedLineTest {
  private static final LineDiscipline USUAL = discipline(UnaryOperator.identity());
  private static final LineDiscipline FOR_DATA =
      discipline(modes -> new LineDiscipline(modes).forData());
  private final TypedLine line = new TypedLine();

  /** That of a new terminal, with changed modes. */
  private static LineDiscipline discipline(UnaryOperator<byte[]> change) {
    Posix posix = Posix.get();
    int side = posix.terminals().open();
    try {
      return new LineDiscipline(change.apply(posix.terminals().modes(side).orElseThrow()));
    } finally {
      posix.close(side);
    }
  }

  private static LineDiscipline raw() {
    Terminals terminals = Posix.get().terminals();
    return discipline(terminals::raw);
  }

  private String keys(LineDiscipline discipline, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return new String(line.keys(discipline, bytes, bytes.length), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "'a\n\n', 'a\n\n'",
    "'\u0004\u007f\u0015\u0016', '\u0016\u0004\u0016\u007f\u0016\u0015\u0016\u0016'",
    "'\u0003\u001a\u001c\u0011\u0013', '\u0003\u001a\u001c\u0011\u0013'",
    "'\u0000\r\u00ff', '\u0000\r\u00ff'",
  })
  void shouldQuoteWhatTheTerminalWouldActOn(String text, String keys) {
    assertThat(keys(FOR_DATA, text)).isEqualTo(keys);
  }

  @Test
  void shouldQuoteMoreIfTheCommandMakesMoreSpecial() {
    assertThat(keys(USUAL, "\u0003\u0013\r")).isEqualTo("\u0016\u0003\u0016\u0013\u0016\r");
  }

  @Test
  void shouldQuoteNothingIfTheCommandReadsKeys() {
    String all = "\u0003\u0004\u0016" + "x".repeat(2 * LineDiscipline.LONGEST_LINE);
    assertThat(keys(raw(), all)).isEqualTo(all);
    assertThat(line.rest(raw())).isEmpty();
  }

  @Test
  void shouldPassOnALongLineInParts() {
    String part = "x".repeat(LineDiscipline.LONGEST_LINE);
    assertThat(keys(FOR_DATA, part + part)).isEqualTo(part + "\u0004" + part + "\u0004");
    assertThat(line.rest(FOR_DATA)).isEmpty();
    assertThat(keys(FOR_DATA, "x\n" + part.substring(1) + "\n")).doesNotContain("\u0004");
  }

  /** However the input is cut into pieces. */
  @Test
  void shouldCountALineAcrossPieces() {
    assertThat(keys(FOR_DATA, "x".repeat(LineDiscipline.LONGEST_LINE - 1)))
        .doesNotContain("\u0004");
    assertThat(keys(FOR_DATA, "xx")).isEqualTo("x\u0004x");
    assertThat(line.rest(FOR_DATA)).containsExactly(4);
  }

  @Test
  void shouldLetALineWithoutAnEndBeRead() {
    keys(FOR_DATA, "a\nb");
    assertThat(line.rest(FOR_DATA)).containsExactly(4);
    assertThat(line.rest(FOR_DATA)).isEmpty();
  }
}
