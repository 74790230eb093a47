package dev.resil.outcome;

import com.google.re2j.Pattern;
import dev.resil.outcome.OutputPattern.Stream;
import dev.resil.text.RawText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Output of all kinds, and the matches of a search of all of it, line by line. */
public final class RandomStreams {
  private static final String[] REGEXES = {
    "^a", "b$", "^$", "^.$", "^..$", "ab+c", "\\x{ff}", "[^a-c]{3}", "a.c", "é", "^é+$", "(?i)BA"
  };

  private static final byte[] ALPHABET = "aabbcc\n\n\r é \0".getBytes(StandardCharsets.UTF_8);

  private RandomStreams() {}

  /** The patterns to search for. */
  public static List<OutputPattern> patterns() {
    return Arrays.stream(REGEXES).map(regex -> new OutputPattern(Stream.STDOUT, regex)).toList();
  }

  /** Text-like bytes with special cases: line feeds, and bytes that are not UTF-8. */
  public static byte[] bytes(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(0, most)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          random.nextInt(10) == 0
              ? (byte) random.nextInt(256)
              : ALPHABET[random.nextInt(ALPHABET.length)];
    }
    return bytes;
  }

  /** Whether a pattern is in any line. */
  public static boolean isInAnyLine(OutputPattern pattern, byte[] bytes) {
    String text = RawText.decode(bytes);
    String lines = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return !text.isEmpty()
        && Arrays.stream(lines.split("\n", -1))
            .anyMatch(line -> Pattern.compile(pattern.regex()).matcher(line).find());
  }
}
