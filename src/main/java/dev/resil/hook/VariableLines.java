package dev.resil.hook;

import dev.resil.text.RawText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The variables that a hook sets, by lines of a file: {@code NAME=value}, or, for a value of
 * several lines, {@code NAME<<DELIMITER}, the lines, and the delimiter on a line of its own, as in
 * {@code GITHUB_ENV}. Empty lines between them have no meaning. Values are bytes, and appear in no
 * message.
 */
final class VariableLines {
  /** The prefix of resil's own variables, which no hook can set. */
  private static final String RESERVED = "RESIL_";

  private static final String MULTI_LINE = "<<";

  private final String[] lines;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private int next;

  private VariableLines(String[] lines) {
    this.lines = lines;
  }

  /**
   * The variables, in order of their lines; of equal names, the last.
   *
   * @throws IllegalArgumentException if a line is wrong, with its number and the reason
   */
  static Map<String, String> parse(byte[] content) {
    VariableLines lines = new VariableLines(RawText.decode(content).split("\n", -1));
    while (lines.next < lines.lines.length) {
      lines.variable();
    }
    return lines.variables;
  }

  private void variable() {
    int number = next + 1;
    String line = lines[next++];
    if (line.isEmpty()) {
      return;
    }
    int equals = line.indexOf('=');
    int here = line.indexOf(MULTI_LINE);
    boolean severalLines = here >= 0 && (equals < 0 || here < equals);
    if (equals < 0 && !severalLines) {
      throw wrong(number, "is not NAME=value");
    }
    String name = name(line.substring(0, severalLines ? here : equals), number);
    String value =
        severalLines
            ? linesUpTo(line.substring(here + MULTI_LINE.length()), number)
            : line.substring(equals + 1);
    if (value.indexOf('\0') >= 0) {
      throw wrong(number, "has a value with a NUL character, which no variable can hold");
    }
    variables.put(name, value);
  }

  private static String name(String name, int number) {
    if (!isName(name)) {
      throw wrong(number, "does not begin with a name of letters, digits and '_'");
    } else if (name.startsWith(RESERVED)) {
      throw wrong(number, "sets " + name + "; names with " + RESERVED + " are resil's own");
    }
    return name;
  }

  /** Whether a shell could set the variable (POSIX, 3.216 Name). */
  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private String linesUpTo(String delimiter, int number) {
    if (delimiter.isEmpty()) {
      throw wrong(number, "has no delimiter after '" + MULTI_LINE + "'");
    }
    int first = next;
    while (next < lines.length) {
      if (lines[next++].equals(delimiter)) {
        return String.join("\n", Arrays.asList(lines).subList(first, next - 1));
      }
    }
    throw wrong(number, "has a value whose delimiter does not follow");
  }

  private static IllegalArgumentException wrong(int number, String reason) {
    return new IllegalArgumentException("line " + number + " " + reason);
  }
}
