package dev.resil.report.ci;

import dev.resil.report.terminal.HumanLines;
import dev.resil.report.terminal.Style;
import dev.resil.run.Fallback;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.RunResult;
import dev.resil.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The log of a step of GitHub Actions: each attempt a group that can be folded, and an annotation
 * for a run that failed or did not succeed at once.
 *
 * <p>From before the first thing that the command could print until after the last one, the runner
 * is told to take no line for an order ({@code stop-commands}) until it reads a token that nobody
 * else knows. Between two attempts it is told to go on, what to fold, and to stop again, in one
 * write, which a pipe does not tear apart (pipe(7), PIPE_BUF): so no line of anybody else's falls
 * between, not even one of a process in the background. Each write begins with a line feed where
 * the command may have left half a line.
 */
public final class GitHubLog {
  private final Consumer<String> log;
  private final String name;
  private final OptionalLong limit;
  private final Supplier<String> tokens;
  private final boolean answersAtOnce;

  /** What people are told of the run's end. */
  private final List<String> said = new ArrayList<>();

  private final HumanLines lines;
  private Optional<String> stopped = Optional.empty();
  private boolean grouped;

  /**
   * A log.
   *
   * @param log writes a text at once
   * @param command the command's name
   * @param limit how many attempts there may be, empty for no end
   * @param tokens makes a token that nobody can guess
   * @param answersAtOnce whether something kept may answer before any attempt
   */
  public GitHubLog(
      Consumer<String> log,
      String command,
      OptionalLong limit,
      Supplier<String> tokens,
      boolean answersAtOnce) {
    this.log = log;
    this.name = Printable.of(command);
    this.limit = limit;
    this.tokens = tokens;
    this.answersAtOnce = answersAtOnce;
    this.lines = new HumanLines(this::hear, command, limit, Style.PLAIN, false);
  }

  private void hear(String line) {
    said.add(line.substring(HumanLines.PREFIX.length()));
  }

  /** Listens before anybody who says something. */
  public RunListener first() {
    return event -> {
      switch (event) {
        case RunEvent.Started _ -> {
          if (answersAtOnce) {
            stop();
          }
        }
        case RunEvent.AttemptStarted(long number) ->
            group(HumanLines.attempt(number, limit) + ": " + name);
        case RunEvent.BreakerSeen seen when seen.before() == seen.after() -> {}
        default -> stop(); // somebody may now say something
      }
    };
  }

  /** Listens after everybody who says something. */
  public RunListener last() {
    return event -> {
      switch (event) {
        case RunEvent.FallingBack back -> {
          lines.on(back);
          group("fallback of " + name);
        }
        case RunEvent.Ended(RunResult result) -> {
          lines.on(event);
          log.accept(resumed() + annotation(result));
        }
        default -> {}
      }
    };
  }

  private void stop() {
    if (stopped.isEmpty()) {
      log.accept("\n" + stopping()); // whoever wrote before may have left half a line as well
    }
  }

  private void group(String title) {
    String before = resumed();
    grouped = true;
    log.accept(before + WorkflowCommand.of("group", title) + stopping());
  }

  private String stopping() {
    String token = tokens.get();
    stopped = Optional.of(token);
    return WorkflowCommand.of("stop-commands", token);
  }

  private String resumed() {
    String end = grouped ? "::endgroup::\n" : "";
    String text = stopped.map(token -> "\n::" + token + "::\n" + end).orElse("");
    stopped = Optional.empty();
    grouped = false;
    return text;
  }

  private String annotation(RunResult result) {
    String text = String.join("\n", said);
    if (result.interrupted().isPresent()) {
      return WorkflowCommand.of("warning", name + " was stopped", text);
    } else if (result.exitCode() != 0) {
      return WorkflowCommand.of("error", name + failed(result), text);
    }
    return switch (result.reason()) {
      case CACHED -> "";
      case SKIPPED -> WorkflowCommand.of("notice", name + " was skipped", text);
      case SUCCEEDED ->
          result.attempts() > 1
              ? WorkflowCommand.of(
                  "warning", name + " needed " + result.attempts() + " attempts", text)
              : "";
      default -> WorkflowCommand.of("warning", name + " failed: " + source(result), text);
    };
  }

  private static String failed(RunResult result) {
    return switch (result.reason()) {
      case REJECTED -> " was not run";
      case GUARD_FAILED -> " was not run";
      default -> " failed";
    };
  }

  private static String source(RunResult result) {
    return switch (result.answer().map(Fallback.Answer::source).orElse(Fallback.Source.LINE)) {
      case CACHE -> "an old copy answered";
      case FILE, LINE -> "the fallback answered";
    };
  }
}
