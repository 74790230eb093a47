package dev.resil.pattern;

import dev.resil.pattern.Parser.Parsed;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Searches the lines of a stream of bytes for several patterns at once, in time linear in the
 * stream's length. Lines may have any length; the last one need not end with a line feed. Each byte
 * that is not UTF-8 counts as one character.
 */
public final class PatternSearch {
  /** The work of one call, in instructions: about a millisecond. */
  private static final int SLICE = 1 << 16;

  /** The most bytes that one call searches. */
  private static final int SLICE_BYTES = 1 << 17;

  /** The average number of bytes that must be skipped at once for skipping to be faster. */
  private static final int WORTHWHILE = 16;

  /** How often nothing may be skipped before the average counts. */
  private static final int WARM_UP = 8;

  private static final int SPECIAL = -1;
  private static final int CARRY = 4;

  private final Program program;
  private final Alphabet alphabet;
  private final Optional<Skipper> skipper;
  private final int[] classes = new int[256];
  private final BitSet found = new BitSet();
  private Automaton automaton;
  private int state;
  private boolean inLine;

  /** Whether a terminal's carriage return has been read that may belong to the line's end. */
  private boolean returned;

  /** The beginning of a character whose other bytes have not been read yet. */
  private final byte[] carry = new byte[CARRY];

  private int carried;

  /** The work at which the current call ends. */
  private long limit;

  /**
   * A search of one stream after the other.
   *
   * @param patterns patterns that {@link #check} accepts
   * @param terminal whether a line may end with carriage return and line feed
   * @throws IllegalArgumentException if a pattern is invalid
   */
  public PatternSearch(List<String> patterns, boolean terminal) {
    this.program = new Program(patterns.stream().map(Parser::parse).map(Parsed::node).toList());
    this.alphabet = new Alphabet(program);
    this.skipper = Skipper.of(program);
    Arrays.fill(classes, SPECIAL);
    System.arraycopy(alphabet.ascii(), 0, classes, 0, alphabet.ascii().length);
    if (terminal) {
      classes['\r'] = SPECIAL;
    }
    restart();
  }

  /**
   * Checks a pattern.
   *
   * @throws IllegalArgumentException if it is invalid or too large; the message continues a
   *     sentence that begins with the pattern, as in "is not a valid RE2 pattern: ..."
   */
  public static void check(String pattern) {
    Parser.parse(pattern);
  }

  /**
   * Checks patterns that are searched for together.
   *
   * @throws IllegalArgumentException if one is invalid, or if they are too large together; the
   *     message continues a sentence that begins with the patterns, as in "are too large together:
   *     ..."
   */
  public static void check(Collection<String> patterns) {
    List<Parsed> parsed = patterns.stream().map(Parser::parse).toList();
    Limits.check(
        "are too large together",
        parsed.stream().mapToLong(pattern -> pattern.node().size()).sum(),
        parsed.stream().mapToLong(Parsed::ranges).sum());
  }

  /** Begins to search another stream. */
  public void restart() {
    if (automaton == null || !found.isEmpty()) {
      found.clear();
      automaton = new Automaton(program, alphabet, found, skipper.isPresent());
    }
    state = automaton.lineStart();
    inLine = false;
    returned = false;
    carried = 0;
  }

  /** The numbers of the patterns that have been found. */
  public BitSet found() {
    return (BitSet) found.clone();
  }

  /** Whether all patterns have been found. */
  public boolean isDone() {
    return found.cardinality() == program.patterns();
  }

  /**
   * Searches some of the next bytes of the stream, for a few milliseconds at most.
   *
   * @return where the next call continues; {@code to} when all bytes have been searched
   */
  public int search(byte[] bytes, int from, int to) {
    if (isDone()) {
      return to;
    }
    int stop = Math.min(to, from + SLICE_BYTES);
    limit = automaton.work() + SLICE;
    int at = complete(bytes, from, stop);
    int resume = at;
    int skips = 0;
    int skipped = 0;
    while (at < stop && automaton.work() < limit) {
      if (Automaton.isFresh(state) && at >= resume) {
        int piece = skipper.orElseThrow().next(bytes, at, stop);
        int start = piece < 0 ? ~piece : piece - skipper.get().stride() + 1;
        if (start > at) {
          state = automaton.after(bytes[start - 1]);
        }
        skips++;
        skipped += start - at;
        resume = piece < 0 || skipped < (skips - WARM_UP) * WORTHWHILE ? stop : piece + 1;
        at = start;
      }
      at = run(bytes, at, stop, resume);
    }
    if (at > from) {
      inLine = bytes[at - 1] != '\n';
    }
    return at;
  }

  /** Runs the automaton to a limit, or until no match has begun at an offset or after it. */
  private int run(byte[] bytes, int from, int stop, int resume) {
    int[] table = automaton.table();
    int row = Automaton.row(state);
    int at = from;
    while (at < stop) {
      int number = classes[bytes[at] & 0xff];
      int next = number < 0 ? Automaton.UNKNOWN : table[row + number];
      if (next >= 0) {
        row = next;
        at++;
        continue;
      }
      if (next == Automaton.UNKNOWN) {
        state = row;
        at = number < 0 ? special(bytes, at, stop) : step(number, at + 1);
        table = automaton.table();
      } else {
        state = next;
        at++;
      }
      if ((Automaton.isFresh(state) && at >= resume) || automaton.work() >= limit) {
        return at;
      }
      row = Automaton.row(state);
    }
    state = row;
    return at;
  }

  private int step(int number, int then) {
    int row = Automaton.row(state);
    int next = automaton.table()[row + number];
    state = next == Automaton.UNKNOWN ? automaton.step(row, number) : next;
    return then;
  }

  private void read(int point) {
    step(alphabet.classOf(point), 0);
  }

  /** Reads a character that is not ASCII, or a terminal's carriage return. */
  private int special(byte[] bytes, int at, int stop) {
    if (bytes[at] == '\r') {
      returned = at + 1 == stop;
      if (!returned && bytes[at + 1] != '\n') {
        read('\r');
      }
      return at + 1;
    }
    int point = Utf8.decode(bytes, at, stop);
    if (point == Utf8.INCOMPLETE) {
      carried = stop - at;
      System.arraycopy(bytes, at, carry, 0, carried);
      return stop;
    }
    read(point == Utf8.INVALID ? Utf8.escaped(bytes[at]) : point);
    return at + (point == Utf8.INVALID ? 1 : Utf8.length(point));
  }

  /** Completes a character or line ending that the previous bytes began. */
  private int complete(byte[] bytes, int from, int stop) {
    int at = from;
    if (returned && at < stop) {
      returned = false;
      if (bytes[at] != '\n') {
        read('\r');
      }
    }
    while (carried > 0 && at < stop) {
      carry[carried] = bytes[at];
      int point = Utf8.decode(carry, 0, carried + 1);
      if (point == Utf8.INVALID) {
        readInvalid();
      } else {
        at++;
        carried++;
        if (point != Utf8.INCOMPLETE) {
          read(point);
          carried = 0;
        }
      }
    }
    return at;
  }

  private void readInvalid() {
    read(Utf8.escaped(carry[0]));
    carried--;
    System.arraycopy(carry, 1, carry, 0, carried);
  }

  /** Ends the stream, and its last line. */
  public void end() {
    while (carried > 0) {
      readInvalid();
    }
    if (returned) {
      read('\r');
    }
    if (inLine) {
      step(Alphabet.END_OF_LINE, 0);
    }
    inLine = false;
    returned = false;
  }
}
