package dev.resil.report.ci;

import dev.resil.io.LineSink;
import dev.resil.report.ResultJson;
import dev.resil.run.Attempt;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.RunResult;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A Markdown table for the summary of a GitHub Actions job: the attempts of a run, their outcomes
 * and durations. A run whose first attempt succeeded has no table, unless asked for.
 */
public final class JobSummary implements RunListener {
  /** The most attempts shown, the last ones: a summary is limited to 1 MiB. */
  private static final int ROWS = 100;

  private final LineSink file;
  private final String name;
  private final boolean all;
  private final Deque<String> rows = new ArrayDeque<>();
  private long left;

  /**
   * A summary.
   *
   * @param file receives the table in one write
   * @param command the command's name
   * @param all whether runs that succeeded at once get a table as well
   */
  public JobSummary(LineSink file, String command, boolean all) {
    this.file = file;
    this.name = cell(Printable.of(command));
    this.all = all;
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case RunEvent.AttemptEnded(Attempt.Ended ended) -> add(ended);
      case RunEvent.Retrying(Attempt.Ended _, Duration delay) ->
          rows.addLast(rows.removeLast() + " " + Durations.format(delay));
      case RunEvent.Ended(RunResult result) -> {
        if (all || result.attempts() > 1 || !isPlainSuccess(result)) {
          file.line(table(result));
        }
      }
      default -> {}
    }
  }

  private static boolean isPlainSuccess(RunResult result) {
    return switch (result.kind()) {
      case SUCCEEDED, CACHED -> result.exitCode() == 0;
      default -> false;
    };
  }

  private void add(Attempt.Ended ended) {
    rows.addLast(row("attempt " + ended.number(), ended.outcome().name(), ended.duration()) + " |");
    if (rows.size() > ROWS) {
      rows.removeFirst();
      left++;
    }
  }

  private static String row(String what, String outcome, Duration duration) {
    return "| %s | %s | %s".formatted(what, outcome, Durations.format(duration));
  }

  private String table(RunResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(""); // separates the table from any text before it
    lines.add("| " + name + " | outcome | duration | delay |");
    lines.add("| --- | --- | ---: | ---: |");
    if (left > 0) {
      lines.add("| " + left + " more before | | | |");
    }
    rows.forEach(row -> lines.add(row + " |"));
    lines.add(
        row("**" + word(result) + "**", "exit code " + result.exitCode(), result.elapsed())
            + " | |");
    lines.add("");
    return String.join("\n", lines);
  }

  private static String word(RunResult result) {
    String answer =
        result.answer().map(by -> ", answered by " + ResultJson.source(by.source())).orElse("");
    return result.summary() + (result.failsAsFlaky() ? ", but flaky" : "") + answer;
  }

  /**
   * Writes characters with a meaning in Markdown or HTML as numeric character references
   * (CommonMark, 6.2 and 2.5).
   */
  static String cell(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (Character.isLetterOrDigit(point) || " -./:".indexOf(point) >= 0) {
            escaped.appendCodePoint(point);
          } else {
            escaped.append("&#").append(point).append(';');
          }
        });
    return escaped.toString();
  }
}
