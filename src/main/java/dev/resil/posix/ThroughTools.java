package dev.resil.posix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link ChildSetup} on a JVM, which cannot run code between fork and exec: instead, {@code
 * sh(1)} and {@code setpriv(1)} do the setup, then exec the program in the same process.
 */
final class ThroughTools {
  private static final String SETPRIV = "setpriv";

  private final Posix posix;
  private final Spawn spawn;

  ThroughTools(Posix posix, Spawn spawn) {
    this.posix = posix;
    this.spawn = spawn;
  }

  /** The negated errno if the program cannot be started this way, otherwise 0. */
  int missing() {
    if (!isThere(spawn.file())) {
      return exists(spawn.file()) ? -Errno.EACCES : -Errno.ENOENT;
    }
    return isTied() && !isThere(SETPRIV) ? -Abi.ENOSYS : 0;
  }

  private boolean exists(String file) {
    int descriptor = posix.open(file, false, true);
    if (descriptor >= 0) {
      posix.close(descriptor);
    }
    return descriptor != -Errno.ENOENT;
  }

  private boolean isThere(String program) {
    String path = posix.variable("PATH").orElse("/bin:/usr/bin");
    return program.indexOf('/') >= 0
        ? posix.isExecutable(program)
        : Arrays.stream(path.split(":", -1))
            .anyMatch(
                folder -> posix.isExecutable((folder.isEmpty() ? "." : folder) + "/" + program));
  }

  private boolean isTied() {
    return spawn.setup().deathSignal() != ChildSetup.NO_SIGNAL;
  }

  /** The process that does the setup and becomes the program. */
  Spawn spawn() {
    StringBuilder line = new StringBuilder();
    for (String name : spawn.setup().ownId()) {
      line.append("export ").append(name).append("=$$; ");
    }
    line.append("exec ");
    if (isTied()) {
      // not every version of setpriv knows signals by number
      line.append(
          "%s --pdeathsig \"$(kill -l %d)\" -- ".formatted(SETPRIV, spawn.setup().deathSignal()));
    }
    List<String> words = new ArrayList<>(List.of("sh", "-c", line + "\"$@\"", "sh"));
    words.addAll(spawn.arguments());
    return spawn.withProgram("sh", words);
  }
}
