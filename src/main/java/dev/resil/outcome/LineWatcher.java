package dev.resil.outcome;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.resil.text.RawText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Searches the lines of a byte stream for patterns, in time linear in its length. A line longer
 * than {@link #LONGEST} is searched in pieces of that length, each of which begins in the middle of
 * the previous one: a match of up to half that length is found anywhere, and the ends of a piece
 * count as ends of a line. Each byte that is not UTF-8 counts as a character.
 */
public final class LineWatcher {
  /** The longest piece of a line that is searched at once, in bytes. */
  public static final int LONGEST = 1 << 16;

  private static final int OVERLAP = LONGEST / 2;

  private final List<Search> open = new ArrayList<>();
  private final Set<OutputPattern> found;
  private final boolean terminal;
  private byte[] line = new byte[1 << 10];
  private int length;

  /** A pattern that has not been found yet. */
  private record Search(OutputPattern pattern, Pattern compiled) {}

  /**
   * A watcher of one stream.
   *
   * @param patterns the patterns to search for
   * @param found receives the patterns found
   */
  public LineWatcher(Iterable<OutputPattern> patterns, Set<OutputPattern> found) {
    this(patterns, found, false);
  }

  private LineWatcher(
      Iterable<OutputPattern> patterns, Set<OutputPattern> found, boolean terminal) {
    patterns.forEach(pattern -> open.add(new Search(pattern, Pattern.compile(pattern.regex()))));
    this.found = found;
    this.terminal = terminal;
  }

  /** A watcher of a terminal's output, whose lines may end in carriage return and line feed. */
  public static LineWatcher ofTerminal(Iterable<OutputPattern> patterns, Set<OutputPattern> found) {
    return new LineWatcher(patterns, found, true);
  }

  /**
   * Checks a regular expression.
   *
   * @throws IllegalArgumentException if it is invalid; the message gives the reason
   */
  static void check(String regex) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Takes the next bytes of the stream, from {@code from} up to, but not including, {@code to}. */
  public void feed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && !open.isEmpty()) {
      if (bytes[at] == '\n') {
        length -= terminal && length > 0 && line[length - 1] == '\r' ? 1 : 0;
        search();
        length = 0;
        at++;
      } else {
        if (length == LONGEST) {
          search();
          System.arraycopy(line, OVERLAP, line, 0, LONGEST - OVERLAP);
          length = LONGEST - OVERLAP;
        }
        int end = endOfLine(bytes, at, Math.min(to, at + LONGEST - length));
        remember(bytes, at, end);
        at = end;
      }
    }
  }

  private static int endOfLine(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  private void remember(byte[] bytes, int from, int to) {
    int count = to - from;
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.min(LONGEST, Math.max(length + count, line.length * 2)));
    }
    System.arraycopy(bytes, from, line, length, count);
    length += count;
  }

  /** Ends the stream, whose last line need not have a line feed. */
  public void end() {
    if (length > 0) {
      search();
      length = 0;
    }
  }

  private void search() {
    if (open.isEmpty()) {
      return;
    }
    String text = RawText.decode(Arrays.copyOf(line, length));
    for (Search search : List.copyOf(open)) {
      if (search.compiled().matcher(text).find()) {
        found.add(search.pattern());
        open.remove(search);
      }
    }
  }
}
