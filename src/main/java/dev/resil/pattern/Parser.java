package dev.resil.pattern;

import dev.resil.pattern.Node.Assertion;
import dev.resil.pattern.Node.Chars;
import dev.resil.pattern.Node.Choice;
import dev.resil.pattern.Node.Repeat;
import dev.resil.pattern.Node.Sequence;
import dev.resil.pattern.Node.Where;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads RE2's syntax, as RE2/J and Go do. */
final class Parser {
  static final String TOO_LARGE = "is too large";

  /** The deepest nesting of groups, for which every thread's stack is large enough. */
  private static final int DEEPEST = 200;

  private static final int MOST_TIMES = 1000;
  private static final int MOST_DIGITS = 8;
  private static final String DIGITS = "0123456789";
  private static final String BAD_GROUP = "invalid or unsupported Perl syntax";
  private static final CharSet NO_LINE_FEED = CharSet.of('\n').negated();

  private final Cursor cursor;
  private final Classes classes;
  private final Set<String> groups = new HashSet<>();
  private int depth;
  private boolean foldsCase;
  private boolean dotIsAny;

  /**
   * A valid pattern.
   *
   * @param ranges the number of ranges in its character classes
   */
  record Parsed(Node node, long ranges) {}

  private Parser(String text) {
    this.cursor = new Cursor(text);
    this.classes = new Classes(cursor);
  }

  /**
   * Parses a pattern.
   *
   * @throws IllegalArgumentException if it is invalid or too large; the message says why
   */
  static Parsed parse(String text) {
    Parser parser = new Parser(text);
    Node node = parser.choice();
    if (parser.cursor.hasMore()) {
      throw parser.cursor.wrong("unexpected )");
    }
    Parsed parsed = new Parsed(node, parser.classes.ranges());
    Limits.check(TOO_LARGE, node.size(), parsed.ranges());
    return parsed;
  }

  private Node choice() {
    List<Node> items = new ArrayList<>();
    do {
      items.add(sequence());
    } while (cursor.skip("|"));
    return items.size() == 1 ? items.getFirst() : new Choice(List.copyOf(items));
  }

  private Node sequence() {
    List<Node> items = new ArrayList<>();
    int lastRepeat = -1;
    while (cursor.hasMore() && !cursor.isNext("|") && !cursor.isNext(")")) {
      int start = cursor.position();
      Optional<Repeat> repeat = repetition();
      if (repeat.isEmpty()) {
        atom(items);
        lastRepeat = -1;
      } else if (lastRepeat >= 0) {
        throw cursor.wrongSince(lastRepeat, "invalid nested repetition operator");
      } else if (items.isEmpty()) {
        throw cursor.wrongSince(start, "missing argument to repetition operator");
      } else {
        items.add(new Repeat(items.removeLast(), repeat.get().least(), repeat.get().most()));
        lastRepeat = start;
      }
    }
    return items.size() == 1 ? items.getFirst() : new Sequence(List.copyOf(items));
  }

  /** Reads a repetition operator if it is next: a repetition of nothing yet. */
  private Optional<Repeat> repetition() {
    Optional<Repeat> repeat =
        switch (cursor.peek(0)) {
          case '*' -> repeat(0, Repeat.UNLIMITED);
          case '+' -> repeat(1, Repeat.UNLIMITED);
          case '?' -> repeat(0, 1);
          case '{' -> counts();
          default -> Optional.empty();
        };
    if (repeat.isPresent()) {
      cursor.skip("?"); // the preferred match does not matter
    }
    return repeat;
  }

  private Optional<Repeat> repeat(int least, int most) {
    cursor.next();
    return Optional.of(new Repeat(Node.empty(), least, most));
  }

  /** Reads {@code {N}}, {@code {N,}} or {@code {N,M}}; other braces are literals. */
  private Optional<Repeat> counts() {
    int start = cursor.position();
    cursor.next();
    Optional<Integer> least = count();
    Optional<Integer> most = least;
    if (cursor.skip(",")) {
      most = cursor.isNext("}") ? Optional.of(Repeat.UNLIMITED) : count();
    }
    if (least.isEmpty() || most.isEmpty() || !cursor.skip("}")) {
      cursor.moveTo(start);
      return Optional.empty();
    }
    boolean unlimited = most.get() == Repeat.UNLIMITED;
    if (Math.max(least.get(), most.get()) > MOST_TIMES
        || (!unlimited && least.get() > most.get())) {
      throw cursor.wrongSince(start, "invalid repeat count (at most " + MOST_TIMES + ")");
    }
    return Optional.of(new Repeat(Node.empty(), least.get(), most.get()));
  }

  private Optional<Integer> count() {
    int start = cursor.position();
    while (cursor.hasMore() && DIGITS.indexOf(cursor.peek(0)) >= 0) {
      cursor.next();
    }
    String digits = cursor.slice(start, cursor.position());
    if (digits.isEmpty() || (digits.length() > 1 && digits.startsWith("0"))) {
      return Optional.empty();
    }
    return Optional.of(
        digits.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits));
  }

  /** Adds what is next: usually one node, none for flags, several for a quotation. */
  private void atom(List<Node> items) {
    switch (cursor.peek(0)) {
      case '(' -> group(items);
      case '[' -> items.add(new Chars(classes.bracketed(foldsCase)));
      case '\\' -> escaped(items);
      default -> {
        int point = cursor.next();
        items.add(
            switch (point) {
              case '.' -> new Chars(dotIsAny ? CharSet.ALL : NO_LINE_FEED);
              case '^' -> new Assertion(Where.LINE_START);
              case '$' -> new Assertion(Where.LINE_END);
              default -> literal(point);
            });
      }
    }
  }

  private Node literal(int point) {
    CharSet one = CharSet.of(point);
    return new Chars(foldsCase ? one.folded() : one);
  }

  private void group(List<Node> items) {
    int start = cursor.position();
    boolean fold = foldsCase;
    boolean dot = dotIsAny;
    cursor.next();
    if (cursor.isNext("?") && !named(start) && !flags(start)) {
      return; // only flags, which hold to the end of the enclosing group
    }
    if (++depth > DEEPEST) {
      throw cursor.wrong("more than " + DEEPEST + " nested groups");
    }
    Node inside = choice();
    if (!cursor.skip(")")) {
      throw cursor.wrong("missing closing )");
    }
    depth--;
    foldsCase = fold;
    dotIsAny = dot;
    items.add(inside);
  }

  /** Reads the beginning of a named group if it is next. */
  private boolean named(int start) {
    for (String look : new String[] {"?=", "?!", "?<=", "?<!"}) {
      if (cursor.skip(look)) {
        throw cursor.wrongSince(start, "lookahead and lookbehind are not supported");
      }
    }
    if (!cursor.skip("?P<") && !cursor.skip("?<")) {
      return false;
    }
    int from = cursor.position();
    int end = cursor.find(">", 0);
    if (end < 0) {
      cursor.finish();
      throw cursor.wrongSince(start, "invalid named capture");
    }
    cursor.moveTo(end + 1);
    String name = cursor.slice(from, end);
    if (name.isEmpty() || !name.codePoints().allMatch(CharSet.WORD::contains)) {
      throw cursor.wrongSince(start, "invalid named capture");
    } else if (!groups.add(name)) {
      throw Cursor.wrong("duplicate capture group name", name);
    }
    return true;
  }

  /** Reads flags, as in {@code (?i)} and {@code (?i-s:}; whether they begin a group. */
  private boolean flags(int start) {
    boolean fold = foldsCase;
    boolean dot = dotIsAny;
    boolean on = true;
    boolean complete = true;
    cursor.next();
    while (cursor.hasMore()) {
      int flag = cursor.next();
      switch (flag) {
        case 'i' -> fold = on;
        case 's' -> dot = on;
        case 'm', 'U' -> {
          // each line is searched by itself, and the preferred match does not matter
        }
        case '-' -> {
          if (!on) {
            throw cursor.wrongSince(start, BAD_GROUP);
          }
          on = false;
        }
        case ':', ')' -> {
          if (!complete) {
            throw cursor.wrongSince(start, BAD_GROUP);
          }
          foldsCase = fold;
          dotIsAny = dot;
          return flag == ':';
        }
        default -> throw cursor.wrongSince(start, BAD_GROUP);
      }
      complete = flag != '-';
    }
    throw cursor.wrongSince(start, BAD_GROUP);
  }

  private void escaped(List<Node> items) {
    Optional<CharSet> set = classes.escaped(foldsCase);
    if (set.isPresent()) {
      items.add(new Chars(set.get()));
    } else if (cursor.skip("\\Q")) {
      int end = cursor.find("\\E", 0);
      while (cursor.hasMore() && cursor.position() != end) {
        items.add(literal(cursor.next()));
      }
      cursor.skip("\\E");
    } else {
      items.add(
          switch (cursor.peek(1)) {
            case 'A' -> assertion(Where.LINE_START);
            case 'z' -> assertion(Where.LINE_END);
            case 'b' -> assertion(Where.WORD_BOUNDARY);
            case 'B' -> assertion(Where.NO_WORD_BOUNDARY);
            default -> literal(Escapes.read(cursor));
          });
    }
  }

  private Node assertion(Where where) {
    cursor.next();
    cursor.next();
    return new Assertion(where);
  }
}
