package dev.resil.report.ci;

import dev.resil.report.terminal.HumanLines;
import dev.resil.report.terminal.ShownLimit;
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
 * The log of a GitHub Actions step, with a collapsible group for each attempt and an annotation for
 * a run that failed or needed retries.
 *
 * <p>While the command may print, the runner is told to execute no workflow commands ({@code
 * stop-commands}) until it reads a secret token. Between two attempts a single write resumes
 * commands, opens a group and stops them again; a pipe keeps such a write together (pipe(7),
 * PIPE_BUF), so that no other process's output gets in between, not even that of a background
 * process. Each write begins with a line feed, since the command may have left an incomplete line.
 */
public final class GitHubLog {
  private final Consumer<String> log;
  private final String name;
  private final ShownLimit limit;
  private final Supplier<String> tokens;
  private final boolean answersAtOnce;

  /** The messages about the run's end. */
  private final List<String> said = new ArrayList<>();

  private final HumanLines lines;
  private Optional<String> stopped = Optional.empty();
  private boolean grouped;

  /**
   * A log.
   *
   * @param log writes a text in one write
   * @param command the command's name
   * @param limit the most attempts, empty for no limit
   * @param tokens makes an unguessable token
   * @param answersAtOnce whether cached output may be printed before any attempt
   */
  public GitHubLog(
      Consumer<String> log,
      String command,
      OptionalLong limit,
      Supplier<String> tokens,
      boolean answersAtOnce) {
    this.log = log;
    this.name = Printable.of(command);
    this.limit = new ShownLimit(limit);
    this.tokens = tokens;
    this.answersAtOnce = answersAtOnce;
    this.lines = new HumanLines(this::collect, command, this.limit, Style.PLAIN, false);
  }

  private void collect(String line) {
    said.add(line.substring(HumanLines.PREFIX.length()));
  }

  /** Listens before all listeners that print. */
  public RunListener first() {
    return event -> {
      switch (event) {
        case RunEvent.Started _ -> {
          if (answersAtOnce) {
            stop();
          }
        }
        case RunEvent.AttemptStarted(long number) -> group(limit.attempt(number) + ": " + name);
        case RunEvent.BreakerSeen seen when seen.before() == seen.after() -> {}
        default -> {
          stop(); // a listener may print now
          if (event instanceof RunEvent.Retrying retrying) {
            limit.retrying(retrying.failed());
          }
        }
      }
    };
  }

  /** Listens after all listeners that print. */
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
      log.accept("\n" + stopping()); // the previous output may have ended in an incomplete line
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
    return switch (result.kind()) {
      case CACHED -> "";
      case SKIPPED -> WorkflowCommand.of("notice", name + " was skipped", text);
      case SUCCEEDED ->
          result.attempts() > 1 ? WorkflowCommand.of("warning", name + needed(result), text) : "";
      default -> WorkflowCommand.of("warning", name + " failed: " + source(result), text);
    };
  }

  private static String failed(RunResult result) {
    if (result.failsAsFlaky()) {
      return needed(result);
    }
    return switch (result.kind()) {
      case REJECTED, LIMITED -> " was not run";
      case GUARD_FAILED -> " was not run";
      default -> " failed";
    };
  }

  private static String needed(RunResult result) {
    return " needed " + result.attempts() + " attempts";
  }

  private static String source(RunResult result) {
    return switch (result.answer().map(Fallback.Answer::source).orElse(Fallback.Source.LINE)) {
      case CACHE -> "cached output was used";
      case FILE, LINE -> "the fallback was used";
    };
  }
}
