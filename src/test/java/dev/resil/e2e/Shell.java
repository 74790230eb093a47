package dev.resil.e2e;

import dev.resil.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Scripts for {@code bash} in which {@code resil} is the program under test. */
final class Shell {
  private final Path folder;

  Shell(Path folder) {
    this.folder = folder;
  }

  /** The result of a script; text is ISO 8859-1, one character per byte. */
  record Result(int exitCode, String out, String err) {}

  /** Runs a script in the folder and waits for its end. */
  Result run(String script, String... arguments) {
    try {
      Path out = Files.createTempFile("resil-test", ".out");
      Path err = Files.createTempFile("resil-test", ".err");
      Process process =
          builder(script, arguments)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(Resil.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("still running: " + script + "\n" + text(out) + text(err));
      }
      Result result = new Result(process.exitValue(), text(out), text(err));
      Files.delete(out);
      Files.delete(err);
      JsonOutputs.check(result.out(), result.err());
      JsonOutputs.checkFiles(folder);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A script, not yet started, in an environment without options for resil. */
  ProcessBuilder builder(String script, String... arguments) {
    String function = "resil() { " + quoted(Resil.program()) + " \"$@\"; }\n";
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(IgnoredSignals.undone()));
    builder.command().addAll(List.of("bash", "-c", function + script, "bash"));
    builder.command().addAll(List.of(arguments));
    builder.directory(folder.toFile());
    Resil.prepare(builder.environment());
    builder.environment().put("RESIL", Resil.program());
    return builder;
  }

  /** Skips the test unless it may mount, for {@link #onSmallDisk}: as root or in a namespace. */
  static void needMounts() {
    Needs.programs("unshare", "mount");
    boolean may =
        new Shell(Path.of("/")).run("unshare -rm mount -t tmpfs none /mnt").exitCode() == 0;
    Needs.that(may, "a mount");
  }

  /** A script whose {@code TMPDIR} has a limited size. */
  static String onSmallDisk(String size, String script) {
    return "mkdir -p small; unshare -rm bash -c "
        + quoted("mount -t tmpfs -o size=" + size + " none small && " + script);
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
