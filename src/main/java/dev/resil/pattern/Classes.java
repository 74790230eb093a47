package dev.resil.pattern;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the character classes of one pattern, and counts their ranges. */
final class Classes {
  private static final String INVALID_RANGE = "invalid character class range";

  private final Cursor cursor;

  /** The sets of {@code \p} and {@code \P} by their text and case sensitivity. */
  private final Map<String, CharSet> unicode = new HashMap<>();

  private final Set<CharSet> distinct = new HashSet<>();
  private long ranges;

  Classes(Cursor cursor) {
    this.cursor = cursor;
  }

  /** The number of ranges in all classes, each distinct class once. */
  long ranges() {
    return ranges;
  }

  private CharSet counted(CharSet set) {
    if (distinct.add(set)) {
      ranges += set.size();
      Limits.check(Parser.TOO_LARGE, 1, ranges);
    }
    return set;
  }

  /** Reads {@code \d}, {@code \p{Greek}} or the like, if that is next. */
  Optional<CharSet> escaped(boolean foldsCase) {
    return named(foldsCase).map(this::counted);
  }

  private Optional<CharSet> named(boolean foldsCase) {
    int start = cursor.position();
    char kind = cursor.isNext("\\") ? cursor.peek(1) : 0;
    if (kind == 'p' || kind == 'P') {
      cursor.moveTo(start + 2);
      return Optional.of(unicode(start, kind == 'P', foldsCase));
    }
    Optional<CharSet> set = NamedSets.perl(Character.toLowerCase(kind));
    if (set.isPresent()) {
      cursor.moveTo(start + 2);
    }
    return set.map(plain -> variant(plain, Character.isUpperCase(kind), foldsCase));
  }

  private static CharSet variant(CharSet set, boolean negated, boolean foldsCase) {
    CharSet folded = foldsCase ? set.folded() : set;
    return negated ? folded.negated() : folded;
  }

  /** Reads the name after {@code \p} or {@code \P}. */
  private CharSet unicode(int start, boolean negated, boolean foldsCase) {
    String name = unicodeName(start);
    boolean caret = name.startsWith("^");
    String plain = caret ? name.substring(1) : name;
    String key = plain + foldsCase + (negated != caret);
    if (!unicode.containsKey(key)) {
      CharSet set =
          UnicodeSets.named(plain)
              .orElseThrow(() -> cursor.wrongSince(start, "unknown Unicode class"));
      unicode.put(key, variant(set, negated != caret, foldsCase));
    }
    return unicode.get(key);
  }

  private String unicodeName(int start) {
    int from = cursor.position();
    if (cursor.skip("{")) {
      int end = cursor.find("}", 0);
      if (end >= 0) {
        cursor.moveTo(end + 1);
        return cursor.slice(from + 1, end);
      }
      cursor.finish();
    } else if (cursor.hasMore()) {
      cursor.next();
      return cursor.slice(from, cursor.position());
    }
    throw cursor.wrongSince(start, INVALID_RANGE);
  }

  /** Reads a class in brackets. */
  CharSet bracketed(boolean foldsCase) {
    int start = cursor.position();
    cursor.next();
    boolean negated = cursor.skip("^");
    CharSet.Builder builder = new CharSet.Builder();
    for (boolean first = true; first || !cursor.isNext("]"); first = false) {
      Optional<CharSet> named = posix(foldsCase).or(() -> named(foldsCase));
      if (named.isPresent()) {
        builder.add(named.get());
      } else {
        range(start, foldsCase, builder);
      }
      Limits.check(Parser.TOO_LARGE, 1, builder.size());
    }
    cursor.next();
    CharSet set = builder.build();
    return counted(negated ? set.negated() : set);
  }

  private void range(int start, boolean foldsCase, CharSet.Builder builder) {
    int from = cursor.position();
    int low = character(start);
    int high = low;
    if (cursor.isNext("-") && !cursor.isNext("-]")) {
      cursor.next();
      high = character(start);
    }
    if (high < low) {
      throw cursor.wrongSince(from, INVALID_RANGE);
    }
    builder.add(low, high);
    if (foldsCase) {
      Folding.addOthers(low, high, builder);
    }
  }

  private int character(int start) {
    if (!cursor.hasMore()) {
      throw cursor.wrongSince(start, "missing closing ]");
    }
    return cursor.isNext("\\") ? Escapes.read(cursor) : cursor.next();
  }

  /** Reads {@code [:alpha:]} or the like, if that is next. */
  private Optional<CharSet> posix(boolean foldsCase) {
    int start = cursor.position();
    int end = cursor.isNext("[:") ? cursor.find(":]", 1) : -1;
    if (end < 0) {
      return Optional.empty();
    }
    cursor.moveTo(end + 2);
    String name = cursor.slice(Math.min(start + 2, end), end);
    boolean negated = name.startsWith("^");
    CharSet set =
        NamedSets.posix(negated ? name.substring(1) : name)
            .orElseThrow(() -> cursor.wrongSince(start, INVALID_RANGE));
    return Optional.of(variant(set, negated, foldsCase));
  }
}
