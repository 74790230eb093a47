package dev.resil.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The literals with which the matches of a program begin. A literal is a list of bytes, each with
 * its variants, such as both cases of a letter.
 */
final class Beginnings {
  /** The most instructions to examine. */
  private static final int MOST = 1 << 16;

  /** The most ASCII characters in a set that is part of a literal. */
  private static final int MOST_ASCII = 10;

  /** The most other characters in a set that is part of a literal. */
  private static final int MOST_OTHERS = 4;

  private static final int ASCII = 0x80;

  private final Program program;
  private final int longest;
  private final List<List<byte[]>> literals = new ArrayList<>();
  private final Deque<byte[]> path = new ArrayDeque<>();

  /** For each instruction the last call of {@link #follow} that has seen it. */
  private final int[] seen;

  private int round;
  private int shortest;
  private int steps;

  /**
   * Finds the literals of a program.
   *
   * @param longest the most bytes of a literal
   */
  Beginnings(Program program, int longest) {
    this.program = program;
    this.longest = longest;
    this.shortest = longest;
    this.seen = new int[program.size()];
    for (int i = 0; i < program.patterns(); i++) {
      walk(program.start(i));
    }
  }

  /** The length of the shortest literal in bytes; 0 if matches may begin with anything. */
  int shortest() {
    return literals.isEmpty() ? 0 : shortest;
  }

  /** All literals; only their first {@link #shortest()} bytes are complete. */
  List<List<byte[]>> literals() {
    return literals;
  }

  private void walk(int start) {
    if (shortest == 0) {
      return;
    }
    List<Integer> readers = new ArrayList<>();
    if (path.size() >= longest || steps > MOST || !follow(start, readers)) {
      end();
      return;
    }
    for (int reader : readers) {
      CharSet set = program.set(reader);
      byte[] ascii = ascii(set);
      if (ascii.length > 0) {
        path.addLast(ascii);
        walk(program.next(reader));
        path.removeLast();
      }
      for (byte[] other : others(set)) {
        for (byte one : other) {
          path.addLast(new byte[] {one});
        }
        walk(program.next(reader));
        for (int i = 0; i < other.length; i++) {
          path.removeLast();
        }
      }
    }
  }

  private void end() {
    shortest = steps > MOST ? 0 : Math.min(shortest, path.size());
    literals.add(List.copyOf(path));
  }

  /** Finds the instructions that read the next character; false if it may be one of many. */
  private boolean follow(int start, List<Integer> readers) {
    round++;
    Deque<Integer> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      if (++steps > MOST) {
        return false;
      }
      int instruction = open.removeLast();
      if (seen[instruction] == round) {
        continue;
      }
      seen[instruction] = round;
      switch (program.kind(instruction)) {
        case Program.SPLIT -> {
          open.addLast(program.arg(instruction));
          open.addLast(program.next(instruction));
        }
        case Program.ASSERT -> open.addLast(program.next(instruction));
        case Program.CHARS -> readers.add(instruction);
        default -> {
          return false;
        }
      }
    }
    return readers.stream().allMatch(reader -> isSmall(program.set(reader)));
  }

  /** Whether a set has few characters, and none that stands for a byte that is not UTF-8. */
  private static boolean isSmall(CharSet set) {
    int asciis = 0;
    int others = 0;
    for (int i = 0; i < set.size(); i++) {
      int first = set.first(i);
      int last = set.last(i);
      asciis += Math.max(0, Math.min(last, ASCII - 1) - first + 1);
      others += Math.max(0, last - Math.max(first, ASCII) + 1);
      if (last >= Character.MIN_SURROGATE && first <= Character.MAX_SURROGATE) {
        return false;
      }
    }
    return asciis <= MOST_ASCII && others <= MOST_OTHERS;
  }

  private static byte[] ascii(CharSet set) {
    byte[] all = new byte[MOST_ASCII];
    int count = 0;
    for (int i = 0; i < set.size(); i++) {
      for (int point = set.first(i); point <= Math.min(set.last(i), ASCII - 1); point++) {
        if (point != '\n') {
          all[count++] = (byte) point;
        }
      }
    }
    return Arrays.copyOf(all, count);
  }

  private static List<byte[]> others(CharSet set) {
    List<byte[]> others = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      for (int point = Math.max(set.first(i), ASCII); point <= set.last(i); point++) {
        others.add(Utf8.encode(point));
      }
    }
    return others;
  }
}
