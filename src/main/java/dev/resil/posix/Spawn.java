package dev.resil.posix;

import dev.resil.text.RawText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A process to start with {@link Posix#spawn}.
 *
 * @param file the program: a path, or a name to find in PATH
 * @param arguments all arguments, including the zeroth, as {@link RawText}
 * @param variables added to the inherited environment, or replacing its variables
 * @param stdin the descriptor that becomes the child's 0, or {@link #INHERIT}, or {@link #TERMINAL}
 * @param stdout the descriptor that becomes the child's 1, or {@link #INHERIT}, or {@link
 *     #TERMINAL}
 * @param stderr the descriptor that becomes the child's 2, or {@link #INHERIT}, or {@link
 *     #TERMINAL}
 * @param terminal the path of a terminal. If present, the child leads a new session with this
 *     controlling terminal, and at least one stream must be {@link #TERMINAL}
 * @param setup setup in the child, before it becomes the program
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
  /** Variables with secrets of resil's own, which no child inherits: the URL of {@code --ping}. */
  private static final Set<String> SECRETS = Set.of("RESIL_PING", "RESIL_PING_URL");

  /** Leaves a standard stream as it is. */
  public static final int INHERIT = -1;

  /** Connects a standard stream to the child's own terminal. */
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

  /** The same process with another program. */
  public Spawn withProgram(String other, List<String> itsArguments) {
    return new Spawn(other, itsArguments, variables, stdin, stdout, stderr, terminal, setup);
  }

  /** The same process with another setup. */
  public Spawn withSetup(ChildSetup other) {
    return new Spawn(file, arguments, variables, stdin, stdout, stderr, terminal, other);
  }

  /**
   * What a standard stream of the child becomes.
   *
   * @param stream 0, 1 or 2
   * @param source the descriptor that it duplicates; {@link #TERMINAL} if it opens the terminal
   */
  record Redirection(int stream, int source) {
    boolean opensTerminal() {
      return source == TERMINAL;
    }
  }

  /**
   * The redirections of the child's streams, in order. The first terminal that the leader of a
   * session opens becomes the session's; the other streams duplicate it.
   */
  List<Redirection> redirections() {
    List<Redirection> redirections = new ArrayList<>();
    int[] sources = {stdin, stdout, stderr};
    int opened = TERMINAL;
    for (int stream = 0; stream < sources.length; stream++) {
      boolean terminal = sources[stream] == TERMINAL;
      if (sources[stream] != INHERIT) {
        redirections.add(new Redirection(stream, terminal ? opened : sources[stream]));
      }
      opened = terminal && opened == TERMINAL ? stream : opened;
    }
    return redirections;
  }

  /** Whether {@code posix_spawnp(3)} suffices. */
  boolean plain() {
    return setup.equals(ChildSetup.NONE);
  }

  /** The variables that the child does not inherit unchanged. */
  Set<String> notInherited() {
    Set<String> names = new HashSet<>(variables.keySet());
    names.addAll(setup.ownId());
    names.addAll(setup.removed());
    names.addAll(SECRETS);
    return names;
  }
}
