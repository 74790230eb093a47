package dev.resil.posix;

import dev.resil.text.RawText;
import java.util.List;
import java.util.Map;

/**
 * What {@link Posix#spawn} starts.
 *
 * @param file the program: a path, or a name that is looked up in PATH
 * @param arguments all arguments, the zeroth included, as {@link RawText}
 * @param variables set in the child's environment in addition to (or instead of) those inherited
 * @param stdin the descriptor that becomes the child's 0, or {@link #INHERIT}
 * @param stdout the descriptor that becomes the child's 1, or {@link #INHERIT}
 * @param stderr the descriptor that becomes the child's 2, or {@link #INHERIT}
 */
public record Spawn(
    String file,
    List<String> arguments,
    Map<String, String> variables,
    int stdin,
    int stdout,
    int stderr) {
  /** Leaves a standard stream as it is. */
  public static final int INHERIT = -1;

  /** Defensive copies. */
  public Spawn {
    arguments = List.copyOf(arguments);
    variables = Map.copyOf(variables);
  }

  /** A program with the standard streams of this process. */
  public static Spawn inheriting(
      String file, List<String> arguments, Map<String, String> variables) {
    return new Spawn(file, arguments, variables, INHERIT, INHERIT, INHERIT);
  }
}
