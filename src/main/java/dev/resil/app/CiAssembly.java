package dev.resil.app;

import dev.resil.cli.options.Annotations;
import dev.resil.cli.options.Policies;
import dev.resil.fallback.FallbackPlan;
import dev.resil.io.LineSink;
import dev.resil.io.Stderr;
import dev.resil.posix.Posix;
import dev.resil.posix.ProcFiles;
import dev.resil.report.AppendedFile;
import dev.resil.report.ci.GitHubLog;
import dev.resil.report.ci.GitLabLog;
import dev.resil.report.ci.JobSummary;
import dev.resil.report.ci.StepLog;
import dev.resil.run.RunListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Assembles the annotations for CI systems. Elsewhere, a run only looks up two variables.
 *
 * @param first listeners called before those that write messages
 * @param last listeners called after them
 * @param variables environment variables that tell a nested resil that its log is already annotated
 * @param joined whether stdout is redirected to stderr, so that the log keeps its order
 */
record CiAssembly(
    List<RunListener> first,
    List<RunListener> last,
    Map<String, String> variables,
    boolean joined) {
  /** Set for all processes of an annotated run: annotations cannot be nested. */
  private static final String GROUP = "RESIL_CI_GROUP";

  private static final String SUMMARY = "GITHUB_STEP_SUMMARY";
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int TOKEN_BYTES = 16;

  private static final CiAssembly NONE = new CiAssembly(List.of(), List.of(), Map.of(), false);

  /** The annotations that options and environment select. */
  static CiAssembly of(Policies policies, String command, Posix posix, LineSink notices) {
    Annotations wanted = wanted(policies.reports().annotations(), posix);
    if (wanted == Annotations.NONE || posix.variable(GROUP).isPresent()) {
      return NONE;
    }
    OptionalLong limit = policies.retry().maxAttempts();
    Map<String, String> variables = Map.of(GROUP, wanted.name().toLowerCase(Locale.ROOT));
    if (wanted == Annotations.GITLAB) {
      GitLabLog log =
          new GitLabLog(
              new Stderr(posix)::text, command, limit, token(posix), InstantSource.system());
      return new CiAssembly(List.of(log), List.of(), variables, false);
    }
    boolean answersAtOnce = policies.fallback().flatMap(FallbackPlan::fresh).isPresent();
    GitHubLog log =
        new GitHubLog(
            Stderr.patient(posix)::text, command, limit, () -> token(posix), answersAtOnce);
    List<RunListener> last = new ArrayList<>();
    posix
        .variable(SUMMARY)
        .filter(file -> !file.isEmpty())
        .ifPresent(file ->
            last.add(
                new JobSummary(
                    summary(file, posix, notices), command, policies.reports().verbose())));
    last.add(log.last());
    return new CiAssembly(
        List.of(log.first()),
        last,
        variables,
        new StepLog(new ProcFiles(posix)).isTorn(posix.pid()));
  }

  /** Joins the streams, if the log needs it; the run's attempts then inherit them. */
  void begin(Posix posix) {
    if (joined) {
      posix.join(STDOUT, STDERR);
    }
  }

  private static Annotations wanted(Annotations asked, Posix posix) {
    if (asked != Annotations.AUTO) {
      return asked;
    } else if (isTrue("GITHUB_ACTIONS", posix)) {
      return Annotations.GITHUB;
    }
    return isTrue("GITLAB_CI", posix) ? Annotations.GITLAB : Annotations.NONE;
  }

  private static boolean isTrue(String variable, Posix posix) {
    return posix.variable(variable).filter("true"::equals).isPresent();
  }

  private static LineSink summary(String file, Posix posix, LineSink notices) {
    try {
      return new AppendedFile(SUMMARY, file, posix, notices)::line;
    } catch (IllegalArgumentException e) {
      // the CI system chose this name: it must not make the run fail
      return _ ->
          notices.line("resil: %s: cannot add a table: %s".formatted(SUMMARY, e.getMessage()));
    }
  }

  private static String token(Posix posix) {
    byte[] random = new byte[TOKEN_BYTES];
    posix.random(random);
    return HexFormat.of().formatHex(random);
  }
}
