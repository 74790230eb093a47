package dev.resil.outcome;

import com.google.re2j.Pattern;
import dev.resil.outcome.OutputPattern.Stream;
import dev.resil.text.RawText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Output of all kinds, and what a search of the whole of it, line by line, finds. */
public final class RandomStreams {
  private static final String[] REGEXES = {
    "^a", "b$", "^$", "^.$", "^..$", "ab+c", "\\x{ff}", "[^a-c]{3}", "a.c", "é", "^é+$", "(?i)BA"
  };

  private static final byte[] ALPHABET = "aabbcc\n\n\r é \0".getBytes(StandardCharsets.UTF_8);

  private RandomStreams() {}

  /** What is searched for. */
  public static List<OutputPattern> patterns() {
    return Arrays.stream(REGEXES).map(regex -> new OutputPattern(Stream.STDOUT, regex)).toList();
  }

  /** Bytes that look like text, with what is special in it: line feeds, and what is not UTF-8. */
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
