package dev.resil.pattern;

import dev.resil.pattern.Node.Assertion;
import dev.resil.pattern.Node.Chars;
import dev.resil.pattern.Node.Choice;
import dev.resil.pattern.Node.Repeat;
import dev.resil.pattern.Node.Sequence;
import dev.resil.pattern.Node.Where;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Patterns compiled to the instructions of one nondeterministic automaton. */
final class Program {
  /** Reads a character of the set {@code arg}. */
  static final byte CHARS = 0;

  /** Continues at {@code next} and at {@code arg}. */
  static final byte SPLIT = 1;

  /** Continues at {@code next} if {@link #where} holds. */
  static final byte ASSERT = 2;

  /** The pattern {@code arg} is found. */
  static final byte MATCH = 3;

  private static final List<Where> POSITIONS = List.of(Where.values());

  private byte[] kinds = new byte[64];
  private int[] nexts = new int[64];
  private int[] args = new int[64];
  private int size;
  private final Map<CharSet, Integer> setNumbers = new HashMap<>();
  private final List<CharSet> sets = new ArrayList<>();
  private final int[] starts;
  private boolean wordAware;

  /** Compiles patterns to one program. */
  Program(List<Node> patterns) {
    starts = new int[patterns.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = compile(Simplifier.simplify(patterns.get(i)), emit(MATCH, -1, i));
    }
  }

  int size() {
    return size;
  }

  byte kind(int instruction) {
    return kinds[instruction];
  }

  int next(int instruction) {
    return nexts[instruction];
  }

  int arg(int instruction) {
    return args[instruction];
  }

  Where where(int instruction) {
    return POSITIONS.get(args[instruction]);
  }

  CharSet set(int instruction) {
    return sets.get(args[instruction]);
  }

  /** All distinct sets. */
  List<CharSet> sets() {
    return sets;
  }

  /** The number of patterns. */
  int patterns() {
    return starts.length;
  }

  /** The first instruction of a pattern. */
  int start(int pattern) {
    return starts[pattern];
  }

  /** Whether any pattern depends on word boundaries. */
  boolean isWordAware() {
    return wordAware;
  }

  private int emit(byte kind, int next, int arg) {
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, size * 2);
      nexts = Arrays.copyOf(nexts, size * 2);
      args = Arrays.copyOf(args, size * 2);
    }
    kinds[size] = kind;
    nexts[size] = next;
    args[size] = arg;
    return size++;
  }

  /** Compiles a node that continues at {@code next}; returns its first instruction. */
  private int compile(Node node, int next) {
    return switch (node) {
      case Chars(CharSet set) -> emit(CHARS, next, number(set));
      case Assertion(Where where) -> {
        wordAware |= where == Where.WORD_BOUNDARY || where == Where.NO_WORD_BOUNDARY;
        yield emit(ASSERT, next, POSITIONS.indexOf(where));
      }
      case Sequence(List<Node> items) -> {
        int start = next;
        for (Node item : items.reversed()) {
          start = compile(item, start);
        }
        yield start;
      }
      case Choice(List<Node> items) -> {
        int start = compile(items.getLast(), next);
        for (int i = items.size() - 2; i >= 0; i--) {
          start = emit(SPLIT, compile(items.get(i), next), start);
        }
        yield start;
      }
      case Repeat repeat -> repeat(repeat, next);
    };
  }

  private int repeat(Repeat repeat, int next) {
    int start = next;
    int copies = repeat.least();
    if (repeat.most() == Repeat.UNLIMITED) {
      int loop = emit(SPLIT, next, next);
      nexts[loop] = compile(repeat.item(), loop);
      start = copies == 0 ? loop : nexts[loop];
      copies = Math.max(0, copies - 1);
    } else {
      for (int i = repeat.least(); i < repeat.most(); i++) {
        start = emit(SPLIT, compile(repeat.item(), start), next);
      }
    }
    for (int i = 0; i < copies; i++) {
      start = compile(repeat.item(), start);
    }
    return start;
  }

  private int number(CharSet set) {
    return setNumbers.computeIfAbsent(
        set,
        added -> {
          sets.add(added);
          return sets.size() - 1;
        });
  }
}
