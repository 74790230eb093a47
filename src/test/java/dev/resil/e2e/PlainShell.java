package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A user's {@code sh -eu} with {@code resil} in its PATH, as the docs assume. State and
 * configuration are in a separate folder.
 */
final class PlainShell {
  private final Path folder;
  private final Path bin;

  /** A shell that keeps its files in a folder. */
  PlainShell(Path folder) throws IOException {
    this.folder = folder;
    bin = Files.createDirectory(folder.resolve("path"));
    Executables.write(bin.resolve("resil"), "#!/bin/sh\nexec '" + Resil.program() + "' \"$@\"\n");
  }

  /** The result of a script; the output is stdout and stderr together. */
  record Ran(int exitCode, String output) {}

  /** Runs a script in a folder and waits for its end. */
  Ran run(String script, Path work) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-eu", "-c", script)
            .directory(work.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(Resil::reaches);
    environment.merge("PATH", bin.toString(), (path, first) -> first + File.pathSeparator + path);
    environment.put("XDG_STATE_HOME", folder.resolve("home-state").toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("home-config").toString());
    if (!Resil.isNative()) {
      environment.put("RESIL_RUNTIME", "jvm");
    }
    Process process = builder.start();
    boolean ended = process.waitFor(Resil.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    String printed = Files.readString(output);
    assertThat(ended).as("ended in time; it printed:%n%s", printed).isTrue();
    JsonOutputs.check(printed);
    JsonOutputs.checkFiles(work);
    return new Ran(process.exitValue(), printed);
  }
}
