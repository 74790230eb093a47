package dev.resil.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void shouldLeaveReadableTextAlone() {
    String text = "curl -fsS 'https://example.com/ä?x=1&y=日本' 😀 100% \\ done";
    assertThat(Printable.of(text)).isEqualTo(text);
  }

  @Test
  void shouldEscapeControlCharacters() {
    assertThat(Printable.of("a\nb\rc\td\0\b\033[2J\u007f\u0085\u009b1m"))
        .isEqualTo("a\\nb\\rc\\td\\x00\\x08\\x1b[2J\\x7f\\x85\\x9b1m");
  }

  @Test
  void shouldEscapeInvisibleAndBidirectionalCharacters() {
    assertThat(Printable.of("\u202e\u2066\u200b\u200f\ufeff\u00ad\u2028\u2029\ue000\uffff"))
        .isEqualTo("\\u202e\\u2066\\u200b\\u200f\\ufeff\\u00ad\\u2028\\u2029\\ue000\\uffff");
    assertThat(Printable.of(Character.toString(0xe0041))).as("a tag").isEqualTo("\\ue0041");
  }

  @Test
  void shouldShowBytesThatAreNotUtf8AsBytes() {
    byte[] bytes = {'a', (byte) 0xff, (byte) 0x80, 'b'};
    assertThat(Printable.of(RawText.decode(bytes))).isEqualTo("a\\xff\\x80b");
    assertThat(Printable.of("\ud800x\udc00")).isEqualTo("\\ud800x\\udc00");
  }

  @Property
  void shouldContainNoTerminalCommands(@ForAll String text) {
    String shown = Printable.of(text);
    assertThat(shown.chars()).noneMatch(Character::isISOControl);
    assertThat(shown.codePoints())
        .noneMatch(point -> Character.getType(point) == Character.FORMAT)
        .noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    assertThat(shown.getBytes(StandardCharsets.UTF_8))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(shown);
    assertThat(Printable.of(shown)).as("shown again").isEqualTo(shown);
  }
}
