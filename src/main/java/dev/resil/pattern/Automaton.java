package dev.resil.pattern;

import dev.resil.pattern.Node.Where;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program as a deterministic automaton. It builds a state when it first enters it, and drops all
 * states when they take too much memory. A state is the set of instructions at which the program
 * waits for the next character; assertions that depend on that character are decided when it is
 * read.
 */
final class Automaton {
  /** A transition that has not been computed. */
  static final int UNKNOWN = -1;

  /** The most numbers that states and transitions may take together. */
  private static final int MEMORY = 1 << 20;

  private static final int WORD_BEFORE = 1;
  private static final int LINE_BEGINS = 2;
  private static final int WORD_AFTER = 4;
  private static final int LINE_ENDS = 8;

  private final Program program;
  private final Alphabet alphabet;
  private final BitSet found;
  private final boolean marksFresh;

  /** The instructions reached so far. */
  private final long[] marks;

  /** The reached instructions that have not been followed yet. */
  private final int[] stack;

  private int depth;

  /** For each state a row with the code of the next state for each class. */
  private int[] table = {};

  private final List<State> states = new ArrayList<>();
  private final Map<State, State> known = new HashMap<>();

  /** The codes of the states in which no match has begun, by the flags before them. */
  private final int[] fresh = {UNKNOWN, UNKNOWN, UNKNOWN};

  private int memory;
  private long generation;
  private long work;

  /** Instructions in ascending order, and the flags of the character before them. */
  private static final class State {
    private final int[] instructions;
    private final int flags;
    private final int hash;
    private int code;

    State(int[] instructions, int flags) {
      this.instructions = instructions;
      this.flags = flags;
      this.hash = 31 * Arrays.hashCode(instructions) + flags;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof State state
          && hash == state.hash
          && flags == state.flags
          && Arrays.equals(instructions, state.instructions);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * An automaton in its first state.
   *
   * @param found receives the numbers of the patterns that are found
   * @param marksFresh whether the codes of states in which no match has begun are to be negative
   */
  Automaton(Program program, Alphabet alphabet, BitSet found, boolean marksFresh) {
    this.program = program;
    this.alphabet = alphabet;
    this.found = found;
    this.marksFresh = marksFresh;
    this.marks = new long[(program.size() + Long.SIZE - 1) / Long.SIZE];
    this.stack = new int[program.size() + 1];
  }

  /** The transitions: the code at row + class is the next state's, or {@link #UNKNOWN}. */
  int[] table() {
    return table;
  }

  /** The row of a state in the table. */
  static int row(int code) {
    return code < 0 ? -2 - code : code;
  }

  /** Whether a state is one in which no match has begun. */
  static boolean isFresh(int code) {
    return code < UNKNOWN;
  }

  /** The work done so far, in instructions: some nanoseconds each. */
  long work() {
    return work;
  }

  /** The state at the beginning of a line. */
  int lineStart() {
    return fresh(LINE_BEGINS);
  }

  /** The state after a byte if no match has begun. */
  int after(byte before) {
    return fresh(before == '\n' ? LINE_BEGINS : wordFlag(before & 0xff));
  }

  private int fresh(int flags) {
    if (fresh[flags] == UNKNOWN) {
      addStarts();
      expand(flags, false);
      int code = intern(marked(), flags, true);
      fresh[flags] = code;
    }
    return fresh[flags];
  }

  /** Computes the transition from the state of a row by a class: the next state's code. */
  int step(int row, int number) {
    State state = states.get(row / alphabet.size());
    int[] sources = sources(state, number);
    boolean more = report(sources);
    boolean begun = number != Alphabet.END_OF_LINE && read(sources, alphabet.sample(number));
    addStarts();
    int flags = flagsAfter(number);
    expand(flags, false);
    int[] instructions = marked();
    work += sources.length + instructions.length + marks.length;
    long before = generation;
    if (more) {
      forget(); // the states that search for what has been found
    }
    int code = intern(instructions, flags, !begun);
    if (generation == before) {
      table[row + number] = code;
    }
    return code;
  }

  private int flagsAfter(int number) {
    return number == Alphabet.END_OF_LINE ? LINE_BEGINS : wordFlag(alphabet.sample(number));
  }

  private int wordFlag(int point) {
    return program.isWordAware() && CharSet.WORD.contains(point) ? WORD_BEFORE : 0;
  }

  /** A state's instructions, and those behind assertions that can be decided now. */
  private int[] sources(State state, int number) {
    int flags = state.flags | (flagsAfter(number) == WORD_BEFORE ? WORD_AFTER : 0);
    flags |= number == Alphabet.END_OF_LINE ? LINE_ENDS : 0;
    boolean decided = false;
    for (int instruction : state.instructions) {
      if (program.kind(instruction) == Program.ASSERT) {
        decided |= holds(program.where(instruction), flags);
      }
    }
    if (!decided) {
      return state.instructions;
    }
    for (int instruction : state.instructions) {
      add(instruction);
    }
    expand(flags, true);
    return marked();
  }

  private static boolean holds(Where where, int flags) {
    boolean word = (flags & WORD_BEFORE) != 0;
    boolean wordNext = (flags & WORD_AFTER) != 0;
    return switch (where) {
      case LINE_START -> (flags & LINE_BEGINS) != 0;
      case LINE_END -> (flags & LINE_ENDS) != 0;
      case WORD_BOUNDARY -> word != wordNext;
      case NO_WORD_BOUNDARY -> word == wordNext;
    };
  }

  /** Notes the patterns found; whether any is new. */
  private boolean report(int[] sources) {
    boolean more = false;
    for (int instruction : sources) {
      if (program.kind(instruction) == Program.MATCH && !found.get(program.arg(instruction))) {
        found.set(program.arg(instruction));
        more = true;
      }
    }
    return more;
  }

  /** Reads a character; whether any instruction takes it. */
  private boolean read(int[] sources, int point) {
    boolean any = false;
    for (int instruction : sources) {
      if (program.kind(instruction) == Program.CHARS && program.set(instruction).contains(point)) {
        add(program.next(instruction));
        any = true;
      }
    }
    return any;
  }

  private void addStarts() {
    for (int i = 0; i < program.patterns(); i++) {
      if (!found.get(i)) {
        add(program.start(i));
      }
    }
  }

  private void add(int instruction) {
    int word = instruction / Long.SIZE;
    long bit = 1L << instruction;
    if ((marks[word] & bit) == 0) {
      marks[word] |= bit;
      stack[depth++] = instruction;
      work++;
    }
  }

  /**
   * Adds all instructions that are reached without reading a character.
   *
   * @param all whether all assertions can be decided, or only beginnings of lines
   */
  private void expand(int flags, boolean all) {
    while (depth > 0) {
      int instruction = stack[--depth];
      switch (program.kind(instruction)) {
        case Program.SPLIT -> {
          add(program.next(instruction));
          add(program.arg(instruction));
        }
        case Program.ASSERT -> {
          Where where = program.where(instruction);
          if ((all || where == Where.LINE_START) && holds(where, flags)) {
            add(program.next(instruction));
          }
        }
        default -> {
          // it waits for a character, or is a match
        }
      }
    }
  }

  /** Takes the reached instructions that belong in a state, in ascending order. */
  private int[] marked() {
    int count = 0;
    int[] all = stack; // empty, and large enough
    for (int word = 0; word < marks.length; word++) {
      for (long rest = marks[word]; rest != 0; rest &= rest - 1) {
        int instruction = word * Long.SIZE + Long.numberOfTrailingZeros(rest);
        if (waits(instruction)) {
          all[count++] = instruction;
        }
      }
      marks[word] = 0;
    }
    return Arrays.copyOf(all, count);
  }

  /** Whether an instruction still matters when the next character is read. */
  private boolean waits(int instruction) {
    return switch (program.kind(instruction)) {
      case Program.SPLIT -> false;
      case Program.ASSERT -> program.where(instruction) != Where.LINE_START;
      case Program.MATCH -> !found.get(program.arg(instruction));
      default -> true;
    };
  }

  private int intern(int[] instructions, int flags, boolean fresh) {
    boolean placed = false;
    for (int instruction : instructions) {
      placed |= program.kind(instruction) == Program.ASSERT;
    }
    State state = new State(instructions, placed ? flags : 0);
    State same = known.get(state);
    if (same != null) {
      return same.code;
    }
    int width = alphabet.size();
    if (memory + instructions.length + width > MEMORY) {
      forget();
    }
    work += width;
    int row = states.size() * width;
    if (row + width > table.length) {
      table = Arrays.copyOf(table, Math.max(row + width, table.length * 2));
    }
    Arrays.fill(table, row, row + width, UNKNOWN);
    state.code = fresh && marksFresh ? -2 - row : row;
    states.add(state);
    known.put(state, state);
    memory += instructions.length + width;
    return state.code;
  }

  private void forget() {
    states.clear();
    known.clear();
    memory = 0;
    generation++;
    Arrays.fill(fresh, UNKNOWN);
  }
}
