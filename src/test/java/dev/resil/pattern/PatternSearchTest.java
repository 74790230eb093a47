package dev.resil.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.resil.text.RawText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found is what RE2/J finds in each line by itself. */
class PatternSearchTest {
  private static final String[] ATOMS = {
    "a",
    "b",
    "c",
    "ab",
    "abc",
    "é",
    "ſ",
    "k",
    "K",
    "\\x{ff}",
    "\\x{dcc3}",
    ".",
    "[ab]",
    "[^a]",
    "[^a-c]",
    "\\d",
    "\\w",
    "\\W",
    "\\s",
    "\\pL",
    "\\PL",
    "\\p{Lu}",
    "\\b",
    "\\B",
    "^",
    "$",
    "\\A",
    "\\z",
    "[[:alpha:]]",
    "[[:^digit:]]",
    "[^\\d]",
    "0",
    "\\061",
    " ",
    "\\.",
    "\\r",
    "x",
    "\\Qa.b\\E",
    "[k-s]",
    "[à-ü]",
    "\\n",
    "[a\\n]",
    "",
    "日"
  };

  private static final String[] REPETITIONS = {
    "*", "+", "?", "{2}", "{1,3}", "{2,}", "{0}", "{0,2}", "*?", "+?"
  };

  private static final String[] LITERALS = {
    "foo",
    "foobar",
    "abc",
    "error",
    "éa",
    "kks",
    "a.b",
    "aab",
    "\\babc",
    "^foo",
    "(?i:sk)",
    "a\\d\\d",
    "xx日",
    "(ab|ba)c",
    "cca",
    "σς"
  };

  private static final String[] WORDS = {
    "a",
    "ab",
    "abc",
    "é",
    "É",
    "k",
    "\u212a",
    "ſ",
    "s",
    "\n",
    "\r\n",
    "\r",
    "foo",
    "bar",
    "aabb",
    "日",
    "cca",
    "error",
    "foobarabc",
    "0",
    "12",
    "a.b",
    " ",
    "x",
    "σ",
    "Σ",
    "\0"
  };

  private static <T> T any(Random random, T[] all) {
    return all[random.nextInt(all.length)];
  }

  private static String pattern(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 13)) {
      case 0, 1, 2 -> any(random, ATOMS);
      case 3, 4, 5 -> pattern(random, depth - 1) + pattern(random, depth - 1);
      case 6 -> "(" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
      case 7 -> pattern(random, depth - 1) + "|" + pattern(random, depth - 1);
      case 8 -> "(" + pattern(random, depth - 1) + ")" + any(random, REPETITIONS);
      case 9 -> "(?i)" + pattern(random, depth - 1);
      case 10 -> "(?i:" + pattern(random, depth - 1) + ")";
      case 11 ->
          IntStream.range(0, random.nextInt(2, 8))
              .mapToObj(_ -> any(random, LITERALS).substring(random.nextInt(2)))
              .filter(PatternSearchTest::isPattern)
              .collect(Collectors.joining("|", "(", ")"));
      default -> any(random, ATOMS) + any(random, REPETITIONS);
    };
  }

  private static byte[] stream(Random random, int most) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int length = random.nextInt(1, most);
    while (bytes.size() < length) {
      if (random.nextInt(20) == 0) {
        bytes.write(random.nextInt(256));
      } else {
        bytes.writeBytes(any(random, WORDS).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isInAnyLine(Pattern pattern, byte[] bytes, boolean terminal) {
    String text = RawText.decode(bytes);
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean ended = i < lines.length - 1;
      String line =
          terminal && ended && lines[i].endsWith("\r")
              ? lines[i].substring(0, lines[i].length() - 1)
              : lines[i];
      if ((ended || !line.isEmpty()) && pattern.matcher(line).find()) {
        return true;
      }
    }
    return false;
  }

  private static void feed(PatternSearch search, byte[] bytes, Random cuts) {
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + cuts.nextInt(1, cuts.nextBoolean() ? 4 : 200));
      while (at < end) {
        at = search.search(bytes, at, end);
      }
    }
    search.end();
  }

  /** Half of the patterns begin with literals, so that bytes are skipped. */
  @Test
  void shouldFindWhatRe2FindsForRandomPatternsInRandomStreamsInRandomPieces() {
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      List<String> patterns = new ArrayList<>();
      while (patterns.size() <= random.nextInt(4)) {
        String pattern =
            seed % 2 == 0
                ? pattern(random, random.nextInt(1, 5))
                : any(random, LITERALS) + any(random, LITERALS);
        if (complaint(pattern).isEmpty()) {
          patterns.add(pattern);
        }
      }
      boolean terminal = random.nextBoolean();
      PatternSearch search = new PatternSearch(patterns, terminal);
      for (int most : new int[] {20, 200, 1000}) {
        byte[] bytes = stream(random, most);
        search.restart();
        feed(search, bytes, random);
        BitSet expected = new BitSet();
        for (int i = 0; i < patterns.size(); i++) {
          expected.set(i, isInAnyLine(Pattern.compile(patterns.get(i)), bytes, terminal));
        }
        assertThat(search.found())
            .as("seed %d, %s, terminal: %s, %s", seed, patterns, terminal, Arrays.toString(bytes))
            .isEqualTo(expected);
      }
    }
  }

  /** But for what RE2/J takes an operator after a brace to be that is none. */
  @Test
  void shouldTakeForAPatternWhatRe2Does() {
    String[] pieces = {
      "a",
      "b",
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      "^",
      "$",
      "|",
      "*",
      "+",
      "?",
      "\\",
      ".",
      ",",
      "-",
      ":",
      "1",
      "0",
      "p",
      "P",
      "Q",
      "d",
      "W",
      "b",
      "z",
      "C",
      "x",
      "f",
      "é",
      "😀",
      "[[:alpha:]",
      "[:",
      "(?P<n>",
      "(?<m>",
      "(?i",
      "(?-s:",
      "(?i-",
      "\\p{Any}",
      "\\P{^Any}",
      "\\p{Klingon}",
      "\\x{",
      "\\x4",
      "{1,2}",
      "{2}",
      "{1001}",
      "\\Q",
      "\\E",
      "[^",
      "\\07",
      "\\12",
      "(?",
      "=",
      "!"
    };
    for (int seed = 0; seed < 5000; seed++) {
      Random random = new Random(seed);
      String pattern =
          IntStream.range(0, random.nextInt(1, 10))
              .mapToObj(_ -> any(random, pieces))
              .collect(Collectors.joining());
      String complaint = complaint(pattern);
      if (!complaint.contains("nested repetition operator: `{")) {
        assertThat(isPattern(pattern))
            .as("%s: %s", pattern, complaint)
            .isEqualTo(complaint.isEmpty());
      }
    }
  }

  private static String complaint(String pattern) {
    try {
      Pattern.compile(pattern);
      return "";
    } catch (PatternSyntaxException e) {
      return e.getMessage();
    }
  }

  private static boolean isPattern(String pattern) {
    try {
      PatternSearch.check(pattern);
      return true;
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("is not a valid RE2 pattern: ");
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "\\p{Greek}, σ, s",
    "\\p{Old_Italic}, 𐌀, a",
    "\\pN, ٣, x",
    "\\p{Sc}, €, e",
    "\\P{^Lu}, Σ, σ",
    "(?i)\\p{Lu}, σ, ٣",
    "(?i)[ß], ẞ, s",
    "(?i)ǆ, ǅ, d",
    "(?i)[^k], x, K",
    "(?i)i, I, ı",
  })
  void shouldKnowUnicode(String pattern, String found, String other) {
    PatternSearch search = new PatternSearch(List.of(pattern), false);
    feed(search, other.getBytes(StandardCharsets.UTF_8), new Random(1));
    assertThat(search.isDone()).isFalse();
    search.restart();
    feed(search, found.getBytes(StandardCharsets.UTF_8), new Random(1));
    assertThat(search.isDone()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1,1000}){1,1000}){1,1000}",
        "((((a{1,100}){1,100}){1,100}){1,100}){1,100}",
        "(a{1000}b{1000}){51}",
        "(^{1000}){101}",
        "x(((){0,1000}){0,1000}){0,1000}y",
        "x((||||||||||a){1000}){0,1000}y",
      })
  void shouldRejectWhatIsTooLargeBeforeItIsCompiled(String pattern) {
    assertThatThrownBy(() -> PatternSearch.check(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("is too large: ")
        .hasMessageContaining(
            " characters with counts expanded, and the limit is 100000; lower the counts in {}");
  }

  @Test
  void shouldRejectTooManyRanges() {
    assertThatThrownBy(() ->
            PatternSearch.check(
                IntStream.range(0, 200)
                    .mapToObj(i -> "[\\pL\\x{%x}]".formatted(0x2500 + 2 * i))
                    .collect(Collectors.joining())))
        .hasMessageContaining("more than 100000 ranges");
    assertThatThrownBy(() -> PatternSearch.check("[" + "\\pL".repeat(1000) + "]"))
        .hasMessageContaining("more than 100000 ranges");
  }

  @Test
  void shouldRejectWhatNestsTooDeeply() {
    PatternSearch search =
        new PatternSearch(List.of("((a|b)+".repeat(199) + "x" + ")*(c|d)".repeat(199)), false);
    search.search("abx".getBytes(StandardCharsets.UTF_8), 0, 3);
    search.end();
    assertThat(search.isDone()).isFalse();
    assertThatThrownBy(() -> PatternSearch.check("(".repeat(50_000) + "a" + ")".repeat(50_000)))
        .hasMessageContaining("more than 200 nested groups");
    assertThatThrownBy(() -> PatternSearch.check("(".repeat(50_000)))
        .hasMessageContaining("more than 200 nested groups");
  }

  @Test
  void shouldRejectWhatIsTooLargeTogether() {
    List<String> patterns = List.of("a{1000}".repeat(60), "b{1000}".repeat(41));
    patterns.forEach(PatternSearch::check);
    assertThatThrownBy(() -> PatternSearch.check(patterns))
        .hasMessageStartingWith("are too large together: ")
        .hasMessageContaining("101000 characters with counts expanded");
  }

  /** A call that went on to the end would take seconds or minutes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x((a{1,100}){1,100}){1,9}x",
        "a.{99}(a[ab]{90}){1,900}x",
        "a[ab]{999}[ab]{999}[ab]{999}[ab]{999}x",
        "x([a-m]|[ab]{1,40}){1,900}x",
      })
  void shouldDoNoMoreAtOnceThanTheCallerCanWaitFor(String pattern) {
    byte[] bytes = new byte[1 << 16];
    Random random = new Random(1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (pattern.contains("b") && random.nextInt(3) == 0 ? 'b' : 'a');
    }
    bytes[0] = 'x';
    PatternSearch search = new PatternSearch(List.of(pattern), false);
    int first = search.search(bytes, 0, bytes.length);
    assertThat(first).isBetween(1, bytes.length / 2);
    assertThat(search.search(bytes, first, bytes.length)).isBetween(first + 1, bytes.length);
  }

  /**
   * Random text enters most states of the automaton, which has one state for each prefix of a word.
   */
  @Test
  void shouldSearchFor1000WordsNearlyAsFastAsForOne() {
    Random random = new Random(1);
    List<String> words =
        random
            .ints(1000, 3, 9)
            .mapToObj(length ->
                random
                    .ints(length, 'a', 'z' + 1)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining()))
            .toList();
    byte[] bytes = new byte[1 << 20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt('a', 'z' + 1);
    }
    PatternSearch search = new PatternSearch(List.of("(" + String.join("|", words) + ")0"), false);
    int calls = 0;
    for (int at = 0; at < bytes.length; calls++) {
      at = search.search(bytes, at, bytes.length);
    }
    assertThat(calls).isLessThan(1000);
  }

  @ParameterizedTest
  @CsvSource({
    "(a)\\1, backreferences are not supported",
    "a(?=b), lookahead and lookbehind are not supported",
    "a(?!b), lookahead and lookbehind are not supported",
    "(?<=a)b, lookahead and lookbehind are not supported",
    "(?<!a)b, lookahead and lookbehind are not supported",
    "a++, invalid nested repetition operator",
  })
  void shouldNameSyntaxThatOthersHave(String pattern, String reason) {
    assertThatThrownBy(() -> PatternSearch.check(pattern))
        .hasMessageStartingWith("is not a valid RE2 pattern: " + reason);
  }

  @Test
  void shouldForgetStatesThatItHasNoRoomFor() {
    Random random = new Random(2);
    PatternSearch search = new PatternSearch(List.of("a[ab]{12}a[ab]{5}b[ab]{5}c"), false);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      text.append(random.nextBoolean() ? 'a' : 'b');
    }
    byte[] bytes = (text + "aaaaaaaaaaaaa" + "abbbbb" + "baaaaac").getBytes(StandardCharsets.UTF_8);
    feed(search, bytes, random);
    assertThat(search.isDone()).isTrue();
    search.restart();
    feed(search, Arrays.copyOf(bytes, bytes.length - 1), random);
    assertThat(search.found().isEmpty()).isTrue();
  }

  @Test
  void shouldFindNothingInNothing() {
    PatternSearch search = new PatternSearch(List.of("", "^$", "a*"), false);
    search.end();
    assertThat(search.found().isEmpty()).isTrue();
    search.restart();
    feed(search, new byte[] {'\n'}, new Random(1));
    assertThat(search.isDone()).isTrue();
  }
}
