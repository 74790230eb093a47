package dev.resil.process;

import dev.resil.outcome.Outcome;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.RawEnvironment;
import dev.resil.posix.Spawn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Starts programs as a shell does, and explains failures to start. */
public final class Program {
  private static final String SHELL = "/bin/sh";
  private static final String PATH = "PATH";

  private final Posix posix;

  public Program(Posix posix) {
    this.posix = posix;
  }

  /**
   * Starts a program. It is searched for in the PATH that it gets, as by {@code env}.
   *
   * @return its process id, or the negated errno
   */
  public int start(Spawn spawn) {
    if (!spawn.variables().containsKey(PATH)) {
      return orAsScript(spawn, posix::spawn);
    }
    return find(spawn)
        .map(file -> orAsScript(spawn.withProgram(file, spawn.arguments()), posix::spawn))
        .orElse(-Errno.ENOENT);
  }

  /**
   * Becomes a program: see {@link Posix#replace}.
   *
   * @return only on failure: the negated errno
   */
  public int replace(Spawn program) {
    return orAsScript(program, posix::replace);
  }

  /** The shell runs a script without an interpreter line, as in execvp(3). */
  private int orAsScript(Spawn spawn, ToIntFunction<Spawn> start) {
    int result = start.applyAsInt(spawn);
    Optional<String> script = result == -Errno.ENOEXEC ? find(spawn) : Optional.empty();
    if (script.isEmpty()) {
      return result;
    }
    List<String> arguments = new ArrayList<>(List.of(SHELL, script.get()));
    arguments.addAll(spawn.arguments().subList(1, spawn.arguments().size()));
    return start.applyAsInt(spawn.withProgram(SHELL, arguments));
  }

  /** The outcome of a program that could not be started. */
  public Outcome failure(Spawn spawn, int errno) {
    String reason = posix.message(errno);
    if (errno == Errno.ENOENT && find(spawn).isPresent()) {
      return new Outcome.NotExecutable("bad interpreter: " + reason);
    }
    return errno == Errno.ENOENT ? new Outcome.NotFound(reason) : new Outcome.NotExecutable(reason);
  }

  private Optional<String> find(Spawn spawn) {
    String path = spawn.variables().get(PATH);
    return candidates(spawn.file(), path == null ? searchPath() : path)
        .filter(posix::isExecutable)
        .findFirst();
  }

  private static Stream<String> candidates(String file, String path) {
    return file.indexOf('/') >= 0
        ? Stream.of(file)
        : Arrays.stream(path.split(":", -1))
            .map(folder -> (folder.isEmpty() ? "." : folder) + "/" + file);
  }

  /** PATH, or the default of execvp(3). */
  private static String searchPath() {
    String path = RawEnvironment.get(PATH);
    return path == null ? "/bin:/usr/bin" : path;
  }
}
