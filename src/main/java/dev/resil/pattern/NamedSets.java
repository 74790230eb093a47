package dev.resil.pattern;

import java.util.Map;
import java.util.Optional;

/** The character classes of Perl and POSIX. */
final class NamedSets {
  private static final CharSet DIGITS = CharSet.of('0', '9');
  private static final CharSet LETTERS = CharSet.of('A', 'Z', 'a', 'z');
  private static final CharSet ALNUM = CharSet.of('0', '9', 'A', 'Z', 'a', 'z');

  /** The sets of {@code \d}, {@code \s} and {@code \w}. */
  private static final Map<Character, CharSet> PERL =
      Map.of('d', DIGITS, 's', CharSet.of('\t', '\n', '\f', '\r', ' ', ' '), 'w', CharSet.WORD);

  /** POSIX classes, which are ASCII. */
  private static final Map<String, CharSet> POSIX =
      Map.ofEntries(
          Map.entry("alnum", ALNUM),
          Map.entry("alpha", LETTERS),
          Map.entry("ascii", CharSet.of(0, 0x7f)),
          Map.entry("blank", CharSet.of('\t', '\t', ' ', ' ')),
          Map.entry("cntrl", CharSet.of(0, 0x1f, 0x7f, 0x7f)),
          Map.entry("digit", DIGITS),
          Map.entry("graph", CharSet.of('!', '~')),
          Map.entry("lower", CharSet.of('a', 'z')),
          Map.entry("print", CharSet.of(' ', '~')),
          Map.entry("punct", CharSet.of('!', '/', ':', '@', '[', '`', '{', '~')),
          Map.entry("space", CharSet.of('\t', '\r', ' ', ' ')),
          Map.entry("upper", CharSet.of('A', 'Z')),
          Map.entry("word", CharSet.WORD),
          Map.entry("xdigit", CharSet.of('0', '9', 'A', 'F', 'a', 'f')));

  private NamedSets() {}

  /** The set of {@code \d}, {@code \s} or {@code \w}. */
  static Optional<CharSet> perl(char letter) {
    return Optional.ofNullable(PERL.get(letter));
  }

  /** The set of {@code [:NAME:]}. */
  static Optional<CharSet> posix(String name) {
    return Optional.ofNullable(POSIX.get(name));
  }
}
