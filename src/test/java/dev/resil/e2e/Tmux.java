package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A real terminal with a shell in which {@code resil} is the program under test. */
final class Tmux implements AutoCloseable {
  private static final long PERIOD_NANOS = 20_000_000;

  private final Path folder;
  private final Path socket;

  /** A terminal of some columns and 20 lines. */
  Tmux(Path folder, int columns, String term) {
    this.folder = folder;
    this.socket = folder.resolve("tmux");
    String variables = Resil.isNative() ? "" : "RESIL_RUNTIME=jvm; export RESIL_RUNTIME; ";
    String script =
        "PS1='$ '; PATH=/usr/bin:/bin; resil() { "
            + Shell.quoted(Resil.program())
            + " \"$@\"; }; "
            + variables
            + "TERM="
            + term
            + "; cd "
            + Shell.quoted(folder.toString())
            + "; clear 2>/dev/null; echo begin\n";
    write("rc", script);
    try {
      start(columns);
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  private void start(int columns) {
    tmux(
        "new-session",
        "-d",
        "-x",
        Integer.toString(columns),
        "-y",
        "20",
        "bash --noprofile --rcfile " + Shell.quoted(folder.resolve("rc").toString()) + " -i");
    await(text -> text.contains("begin"));
  }

  void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of a file in the folder; empty if it does not exist. */
  String read(String file) {
    try {
      return Files.exists(folder.resolve(file)) ? Files.readString(folder.resolve(file)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Types a line. */
  void line(String text) {
    tmux("send-keys", "-l", text);
    key("Enter");
  }

  /** Types a key, such as {@code C-c}. */
  void key(String name) {
    tmux("send-keys", name);
  }

  void resize(int columns, int rows) {
    tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
  }

  /** The content of the terminal, without empty lines at the end. */
  String screen() {
    return tmux("capture-pane", "-p").stripTrailing();
  }

  /** Waits for an expected content of the terminal, and returns the content. */
  String await(Predicate<String> wanted) {
    long end = System.nanoTime() + Resil.PATIENCE.toNanos();
    while (true) {
      String text = screen();
      if (wanted.test(text)) {
        return text;
      }
      assertThat(System.nanoTime()).as(text).isLessThan(end);
      LockSupport.parkNanos(PERIOD_NANOS); // leave processor time to the terminal
    }
  }

  String awaitText(String text) {
    return await(screen -> screen.contains(text));
  }

  private String tmux(String... arguments) {
    List<String> command = new ArrayList<>(IgnoredSignals.undone());
    command.addAll(List.of("tmux", "-S", socket.toString(), "-f", "/dev/null"));
    command.addAll(List.of(arguments));
    try {
      // a file, not a pipe: do not wait for the server that the first command leaves behind
      Path output = Files.createTempFile(folder, "tmux", ".out");
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> Resil.reaches(name) || name.equals("TMUX"));
      Process process =
          builder.redirectInput(new File("/dev/null")).redirectOutput(output.toFile()).start();
      if (!process.waitFor(Resil.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("tmux does not answer: " + command);
      }
      String text = Files.readString(output);
      Files.delete(output);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The previous foreground job is gone when the prompt is back. */
  @Override
  public void close() {
    tmux("kill-server");
  }
}
