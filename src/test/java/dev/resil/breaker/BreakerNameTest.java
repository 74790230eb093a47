package dev.resil.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a", "payments", "api.example.com:443", "../../etc/passwd", " ", "日本", "😀"})
  void shouldAcceptAnyText(String text) {
    assertThat(new BreakerName(text)).hasToString(text);
  }

  @Test
  void shouldCountCharactersNotUnits() {
    assertThat(new BreakerName("😀".repeat(128)).value()).hasSize(256);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BreakerName("a".repeat(129)))
        .withMessage("a breaker's name must have at most 128 characters, this one has 129");
  }

  @Test
  void shouldRefuseAnEmptyName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BreakerName(""))
        .withMessage("a breaker's name must not be empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\u0000", "tab\t", "\u001b[2J", "\u007f", "\u0085"})
  void shouldRefuseControlCharacters(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BreakerName(text))
        .withMessageContaining("control characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00b"})
  void shouldRefuseHalfACharacter(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BreakerName(text))
        .withMessageContaining("valid Unicode");
  }
}
