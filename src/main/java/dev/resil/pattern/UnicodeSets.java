package dev.resil.pattern;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Unicode's general categories and scripts. The native image contains them ready-made. */
final class UnicodeSets {
  /** Unicode's general categories. */
  private static final Map<String, Integer> CATEGORIES =
      Map.ofEntries(
          Map.entry("Lu", (int) Character.UPPERCASE_LETTER),
          Map.entry("Ll", (int) Character.LOWERCASE_LETTER),
          Map.entry("Lt", (int) Character.TITLECASE_LETTER),
          Map.entry("Lm", (int) Character.MODIFIER_LETTER),
          Map.entry("Lo", (int) Character.OTHER_LETTER),
          Map.entry("Mn", (int) Character.NON_SPACING_MARK),
          Map.entry("Me", (int) Character.ENCLOSING_MARK),
          Map.entry("Mc", (int) Character.COMBINING_SPACING_MARK),
          Map.entry("Nd", (int) Character.DECIMAL_DIGIT_NUMBER),
          Map.entry("Nl", (int) Character.LETTER_NUMBER),
          Map.entry("No", (int) Character.OTHER_NUMBER),
          Map.entry("Zs", (int) Character.SPACE_SEPARATOR),
          Map.entry("Zl", (int) Character.LINE_SEPARATOR),
          Map.entry("Zp", (int) Character.PARAGRAPH_SEPARATOR),
          Map.entry("Cc", (int) Character.CONTROL),
          Map.entry("Cf", (int) Character.FORMAT),
          Map.entry("Co", (int) Character.PRIVATE_USE),
          Map.entry("Cs", (int) Character.SURROGATE),
          Map.entry("Pd", (int) Character.DASH_PUNCTUATION),
          Map.entry("Ps", (int) Character.START_PUNCTUATION),
          Map.entry("Pe", (int) Character.END_PUNCTUATION),
          Map.entry("Pc", (int) Character.CONNECTOR_PUNCTUATION),
          Map.entry("Po", (int) Character.OTHER_PUNCTUATION),
          Map.entry("Pi", (int) Character.INITIAL_QUOTE_PUNCTUATION),
          Map.entry("Pf", (int) Character.FINAL_QUOTE_PUNCTUATION),
          Map.entry("Sm", (int) Character.MATH_SYMBOL),
          Map.entry("Sc", (int) Character.CURRENCY_SYMBOL),
          Map.entry("Sk", (int) Character.MODIFIER_SYMBOL),
          Map.entry("So", (int) Character.OTHER_SYMBOL));

  /** Groups of all categories that begin with one letter. */
  private static final Set<String> GROUPS = Set.of("L", "M", "N", "Z", "C", "P", "S");

  private static final int CATEGORY_LIMIT = 32;

  /** Categories and groups by name, and scripts by their names in capitals. */
  private static final Map<String, CharSet> ALL = all();

  private UnicodeSets() {}

  private static Map<String, CharSet> all() {
    CharSet.Builder[] categories = new CharSet.Builder[CATEGORY_LIMIT];
    Arrays.setAll(categories, _ -> new CharSet.Builder());
    Map<UnicodeScript, CharSet.Builder> scripts = new EnumMap<>(UnicodeScript.class);
    for (UnicodeScript script : UnicodeScript.values()) {
      scripts.put(script, new CharSet.Builder());
    }
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      categories[Character.getType(point)].add(point, point);
      scripts.get(UnicodeScript.of(point)).add(point, point);
    }
    Map<String, CharSet> all = new HashMap<>();
    scripts.forEach((script, set) -> all.put(script.name(), set.build()));
    CATEGORIES.forEach((name, category) -> all.put(name, categories[category].build()));
    for (String group : GROUPS) {
      all.put(
          group,
          CharSet.union(
              CATEGORIES.keySet().stream()
                  .filter(name -> name.startsWith(group))
                  .map(all::get)
                  .toList()));
    }
    return Map.copyOf(all);
  }

  /** The set of {@code \p{NAME}}: a general category, a script or {@code Any}. */
  static Optional<CharSet> named(String name) {
    if (name.equals("Any")) {
      return Optional.of(CharSet.ALL);
    } else if (ALL.containsKey(name) || name.isEmpty() || !Character.isUpperCase(name.charAt(0))) {
      return Optional.ofNullable(ALL.get(name));
    }
    return Optional.ofNullable(ALL.get(name.toUpperCase(Locale.ROOT)));
  }
}
