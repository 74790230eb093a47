package dev.resil.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkipperTest {
  private static Optional<Skipper> skipper(List<String> patterns) {
    return Skipper.of(
        new Program(patterns.stream().map(Parser::parse).map(Parser.Parsed::node).toList()));
  }

  @Test
  void shouldNeverSkipTheBeginningOfALiteral() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      List<String> literals = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(5); i++) {
        literals.add(text(random, random.nextInt(2, 14)));
      }
      Skipper skipper = skipper(literals).orElseThrow();
      String text = text(random, random.nextInt(0, 300));
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      int from = random.nextInt(text.length() + 1);
      int first =
          literals.stream()
              .mapToInt(literal -> text.indexOf(literal, from))
              .filter(at -> at >= 0)
              .min()
              .orElse(text.length());
      int piece = skipper.next(bytes, from, bytes.length);
      int start = piece < 0 ? ~piece : piece - skipper.stride() + 1;
      assertThat(start).as("seed %d", seed).isBetween(from, first);
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append((char) random.nextInt('a', 'e'));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        ".*foo",
        "\\bE(404|500)\\b",
        "^error: .*",
        "(?i)timed out",
        "é+",
        "[45]\\d\\d ",
        "a*bc"
      })
  void shouldKnowHowMatchesBegin(String pattern) {
    assertThat(skipper(List.of(pattern))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", ".", "[a-z]+foo", "a?b", "foo|.x", "\\x{dc80}ab", "$", "\\pLab"})
  void shouldNotGuessWhereMatchesBeginAnyhow(String pattern) {
    assertThat(skipper(List.of("foo", pattern))).isEmpty();
  }
}
