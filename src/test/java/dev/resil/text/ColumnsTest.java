package dev.resil.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
  @ParameterizedTest
  @CsvSource({
    "abc, 3, abc",
    "abc, 2, ab",
    "abc, 0, ''",
    "'', 0, ''",
    "日本語, 6, 日本語",
    "日本語, 5, 日本",
    "a日本, 4, a日",
    "한글, 3, 한",
    "😀x, 2, 😀",
    "😀x, 1, ''",
    "e\u0301x, 1, e\u0301",
    "ﾊﾝｶｸ, 4, ﾊﾝｶｸ"
  })
  void shouldKeepTextThatFits(String text, int columns, String expected) {
    assertThat(Columns.cut(text, columns)).isEqualTo(expected);
  }
}
