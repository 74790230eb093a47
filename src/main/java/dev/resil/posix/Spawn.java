package dev.resil.posix;

import dev.resil.text.RawText;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@link Posix#spawn} starts.
 *
 * @param file the program: a path, or a name that is looked up in PATH
 * @param arguments all arguments, the zeroth included, as {@link RawText}
 * @param variables set in the child's environment in addition to (or instead of) those inherited
 * @param stdin the descriptor that becomes the child's 0, or {@link #INHERIT}, or {@link #TERMINAL}
 * @param stdout the descriptor that becomes the child's 1, or {@link #INHERIT}, or {@link
 *     #TERMINAL}
 * @param stderr the descriptor that becomes the child's 2, or {@link #INHERIT}, or {@link
 *     #TERMINAL}
 * @param terminal where there is one, the child leads a session of its own, whose controlling
 *     terminal has this path; at least one stream must then be it
 * @param setup what the child does itself before it becomes the program
 */
public record Spawn(
    String file,
    List<String> arguments,
    Map<String, String> variables,
    int stdin,
    int stdout,
    int stderr,
    Optional<String> terminal,
    ChildSetup setup) {
  /** Leaves a standard stream as it is. */
  public static final int INHERIT = -1;

  /** Makes a standard stream the terminal of the child's own. */
  public static final int TERMINAL = -2;

  /** Defensive copies. */
  public Spawn {
    arguments = List.copyOf(arguments);
    variables = Map.copyOf(variables);
  }

  /** A program in this process's session. */
  public Spawn(
      String file,
      List<String> arguments,
      Map<String, String> variables,
      int stdin,
      int stdout,
      int stderr) {
    this(file, arguments, variables, stdin, stdout, stderr, Optional.empty(), ChildSetup.NONE);
  }

  /** The same with another program. */
  public Spawn withProgram(String other, List<String> itsArguments) {
    return new Spawn(other, itsArguments, variables, stdin, stdout, stderr, terminal, setup);
  }

  /** The same with something for the child to do. */
  public Spawn withSetup(ChildSetup other) {
    return new Spawn(file, arguments, variables, stdin, stdout, stderr, terminal, other);
  }

  /** Whether {@code posix_spawnp(3)} can do all of it. */
  boolean plain() {
    return setup.equals(ChildSetup.NONE);
  }

  /** The variables that the child does not inherit as they are. */
  Set<String> notInherited() {
    Set<String> names = new HashSet<>(variables.keySet());
    names.addAll(setup.ownId());
    names.addAll(setup.removed());
    return names;
  }
}
