package dev.resil.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The real program, started as a user would: {@code scripts/resil} on a JVM or the native binary,
 * selected by the system property {@code resil.program}.
 */
final class Resil {
  /** The limit that ends a hanging test. It is not a measurement: a busy machine may be slow. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String PROGRAM =
      Path.of(System.getProperty("resil.program", "scripts/resil")).toAbsolutePath().toString();

  private static final Pattern REACHING =
      Pattern.compile(
          "(RESIL|GITHUB|XDG|SSL_CERT)_.*|CI|GITLAB_CI|NO_COLOR|BASH_ENV|ENV|(?i:\\w+_proxy)");

  private final List<String> command = new ArrayList<>();
  private final ProcessBuilder builder;
  private final Path out;
  private final Path err;

  /** The input from a pipe; none if it reads a file, by default {@code /dev/null}. */
  private byte[] input = {};

  private Resil(List<String> command) {
    this.command.addAll(IgnoredSignals.undone());
    this.command.addAll(command);
    builder = new ProcessBuilder(this.command);
    prepare(builder.environment());
    try {
      out = Files.createTempFile("resil-test", ".out");
      err = Files.createTempFile("resil-test", ".err");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // files, not pipes: a process left behind must not keep the test waiting
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    // not a pipe, whose end may come before or after the program checks it
    builder.redirectInput(new File("/dev/null"));
  }

  /**
   * Prepares an environment for the program under test: without options for it, not even in files.
   * If the system property {@code resil.environment} is {@code empty}, it contains only the
   * variables of the test, not even PATH.
   */
  static void prepare(Map<String, String> environment) {
    if (hasEmptyEnvironment()) {
      environment.clear();
    } else {
      // variables of the test run itself must not reach the program as options
      environment.keySet().removeIf(Resil::reaches);
      environment.put("XDG_CONFIG_HOME", "/nonexistent");
    }
    if (!isNative()) {
      environment.put("RESIL_RUNTIME", "jvm");
    }
  }

  /** Whether a variable of the tests' own environment would change the program's behaviour. */
  static boolean reaches(String variable) {
    return REACHING.matcher(variable).matches();
  }

  private static boolean hasEmptyEnvironment() {
    return "empty".equals(System.getProperty("resil.environment"));
  }

  /** The program's exit code and output. */
  record Result(int exitCode, String out, String err) {
    /** The lines on stderr. */
    List<String> errLines() {
      return err.lines().toList();
    }
  }

  /**
   * The cases of a test whose subject is the same on both runtimes: all with the binary, every
   * seventh on a JVM, which starts slowly.
   */
  static <T> Stream<T> cases(List<T> all) {
    int step = isNative() ? 1 : 7;
    return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get);
  }

  /** Whether the program under test is the native binary. */
  static boolean isNative() {
    return !PROGRAM.endsWith("scripts/resil");
  }

  /** The program under test. */
  static String program() {
    return PROGRAM;
  }

  /** resil with arguments. */
  static Resil with(String... arguments) {
    return new Resil(List.of(PROGRAM)).append(arguments);
  }

  /**
   * Another program, which starts resil if resil and its arguments are added.
   *
   * @see #append
   */
  static Resil under(List<String> program) {
    return new Resil(program);
  }

  /** Runs resil with arguments and waits for its end. */
  static Result run(String... arguments) {
    return with(arguments).run();
  }

  /** Adds arguments. */
  Resil append(String... arguments) {
    command.addAll(List.of(arguments));
    return this;
  }

  /** Changes the arguments given so far. */
  Resil filled(UnaryOperator<String> filling) {
    command.replaceAll(filling);
    return this;
  }

  Resil in(Path folder) {
    builder.directory(folder.toFile());
    return this;
  }

  Resil variable(String name, String value) {
    builder.environment().put(name, value);
    return this;
  }

  Resil environment(Map<String, String> only) {
    builder.environment().clear();
    builder.environment().putAll(only);
    return this;
  }

  Resil stdin(String text) {
    input = text.getBytes(StandardCharsets.UTF_8);
    builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    return this;
  }

  Resil stdin(File file) {
    builder.redirectInput(file);
    return this;
  }

  /** Starts it without waiting. */
  Process start() {
    try {
      Process process = builder.start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input);
      } catch (IOException e) {
        // the program does not read its input
      }
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it and waits for its end. */
  Result run() {
    return await(start());
  }

  /** Its stdout so far. */
  String outSoFar() {
    try {
      return text(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes on once a file contains a text, or the process that writes it has ended. */
  static void awaitText(Process writer, Path file, String text) {
    try {
      while (writer.isAlive() && !(Files.exists(file) && Files.readString(file).contains(text))) {
        LockSupport.parkNanos(5_000_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end of a process started by {@link #start}. */
  Result await(Process process) {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "still running: " + command + "\n" + Files.readString(out) + Files.readString(err));
      }
      Result result = new Result(process.exitValue(), text(out), text(err));
      Files.delete(out);
      Files.delete(err);
      JsonOutputs.check(command, folder(), result);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path folder() {
    File folder = builder.directory();
    return folder == null ? Path.of("") : folder.toPath();
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
