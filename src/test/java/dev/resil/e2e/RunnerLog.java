package dev.resil.e2e;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step as run by the runner of GitHub Actions: a shell with a script in a file and two pipes,
 * some of whose lines are workflow commands, as in the runner's ActionCommandManager.cs and
 * ActionCommand.cs. Standard error is read before standard output, the worst case of
 * ProcessInvoker.cs.
 */
final class RunnerLog {
  private static final Set<String> COMMANDS =
      Set.of(
          "group",
          "endgroup",
          "error",
          "warning",
          "notice",
          "debug",
          "set-output",
          "save-state",
          "add-mask",
          "add-path",
          "set-env",
          "add-matcher",
          "echo",
          "stop-commands");

  /** Version 2: at the line's start. Version 1: anywhere in the line. */
  private static final Pattern V2 = Pattern.compile("^\\s*::([^ :]*)(?: [^:]*(?::[^:]+)*)?::(.*)$");

  private static final Pattern V1 = Pattern.compile("##\\[([^ \\]]*)[^\\]]*\\](.*)$");

  private final List<String> orders = new ArrayList<>();
  private final String out;
  private final String err;
  private final int exitCode;
  private Optional<String> token = Optional.empty();

  private RunnerLog(String out, String err, int exitCode) {
    this.out = out;
    this.err = err;
    this.exitCode = exitCode;
    for (String line : (err + "\n" + out).split("\r\n|\r|\n", -1)) {
      take(line);
    }
  }

  /** Runs a script's file, in which {@code resil} is the program under test. */
  static RunnerLog of(ProcessBuilder step) throws Exception {
    Process process = step.start();
    process.getOutputStream().close();
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> text(process.errorReader()));
    String out = text(process.inputReader());
    if (!process.waitFor(Resil.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running");
    }
    return new RunnerLog(out, err.get(), process.exitValue());
  }

  private static String text(Reader reader) {
    try {
      StringWriter all = new StringWriter();
      reader.transferTo(all);
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(String line) {
    Matcher order = V2.matcher(line);
    boolean found = order.find() && isKnown(order.group(1));
    if (!found) {
      order = V1.matcher(line);
      found = order.find() && isKnown(order.group(1));
    }
    if (!found) {
      return;
    }
    String name = order.group(1);
    if (token.isPresent()) {
      if (token.get().equalsIgnoreCase(name)) {
        token = Optional.empty();
      }
    } else if (name.equalsIgnoreCase("stop-commands")) {
      token = Optional.of(order.group(2));
    } else {
      orders.add(line.strip());
    }
  }

  private boolean isKnown(String name) {
    return COMMANDS.stream().anyMatch(name::equalsIgnoreCase)
        || token.filter(name::equalsIgnoreCase).isPresent();
  }

  /** The lines executed as workflow commands, except those that stop and resume. */
  List<String> orders() {
    return orders;
  }

  /** Whether workflow commands are enabled. */
  boolean isListening() {
    return token.isEmpty();
  }

  String out() {
    return out;
  }

  String err() {
    return err;
  }

  int exitCode() {
    return exitCode;
  }
}
