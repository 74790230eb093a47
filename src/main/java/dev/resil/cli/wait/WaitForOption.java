package dev.resil.cli.wait;

import dev.resil.cli.http.ProbeOptions;
import dev.resil.cli.options.PollOptions;
import dev.resil.cli.options.Version;
import dev.resil.outcome.OutcomeSet;
import dev.resil.wait.Condition;
import dev.resil.wait.WaitPolicy;
import dev.resil.wait.check.CheckPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The conditions that each attempt of a run waits for. */
public final class WaitForOption {
  @Option(
      names = "--wait-for",
      paramLabel = "CONDITION",
      description =
          "Before each attempt, wait until CONDITION of 'resil wait' holds, within"
              + " --max-elapsed; the option may be repeated.")
  private List<String> waitFor;

  /** How the conditions are waited for: with the defaults of {@code resil wait}, without an end. */
  public static WaitPolicy policy() {
    return new WaitPolicy(
        false,
        false,
        1,
        new LimitOptions().timeout(),
        new PollOptions().toPolicy(Optional.empty()),
        OutcomeSet.NONE);
  }

  /** How they are checked. */
  public static CheckPolicy checks() {
    ProbeOptions requests = new ProbeOptions();
    return new CheckPolicy(
        requests.connection(),
        List.of(),
        "resil/" + Version.number(),
        requests.success(),
        Optional.empty(),
        Duration.ZERO);
  }

  /** The conditions. */
  public List<Condition> conditions() {
    return waitFor == null ? List.of() : WaitCommand.conditions("--wait-for", waitFor);
  }
}
