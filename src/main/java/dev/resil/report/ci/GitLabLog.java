package dev.resil.report.ci;

import dev.resil.report.terminal.ShownLimit;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.text.Printable;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The log of a GitLab job, with a collapsible section for each attempt (<a
 * href="https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections">custom collapsible
 * sections</a>). A section's name contains a random token, so that the output of a command cannot
 * end it.
 */
public final class GitLabLog implements RunListener {
  /** Moves to the start of the line and erases it, so that the mark is not shown. */
  private static final String ERASE = "\r\033[0K";

  private final Consumer<String> log;
  private final String name;
  private final ShownLimit limit;
  private final String token;
  private final InstantSource clock;

  /**
   * A log.
   *
   * @param log writes a text in one write
   * @param command the command's name
   * @param limit the most attempts, empty for no limit
   * @param token random letters and digits
   */
  public GitLabLog(
      Consumer<String> log, String command, OptionalLong limit, String token, InstantSource clock) {
    this.log = log;
    this.name = Printable.of(command);
    this.limit = new ShownLimit(limit);
    this.token = token;
    this.clock = clock;
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case RunEvent.AttemptStarted(long number) ->
          log.accept(
              mark("start", number)
                  + "[collapsed=true]"
                  + ERASE
                  + limit.attempt(number)
                  + ": "
                  + name
                  + "\n");
      case RunEvent.AttemptEnded ended ->
          log.accept(mark("end", ended.attempt().number()) + ERASE + "\n");
      case RunEvent.Retrying retrying -> limit.retrying(retrying.failed());
      default -> {}
    }
  }

  private String mark(String what, long number) {
    long now = clock.instant().getEpochSecond();
    return "section_%s:%d:resil_attempt_%d_%s".formatted(what, now, number, token);
  }
}
