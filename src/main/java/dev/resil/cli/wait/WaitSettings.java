package dev.resil.cli.wait;

import dev.resil.cli.options.Policies;
import dev.resil.wait.Condition;
import dev.resil.wait.WaitPolicy;
import dev.resil.wait.check.CheckPolicy;
import java.util.List;

/**
 * The settings of {@code resil wait}.
 *
 * @param conditions what is waited for
 * @param policy how it is waited for
 * @param checks how it is checked
 * @param policies the settings common to every run
 * @param command the command that resil becomes; empty for none
 */
public record WaitSettings(
    List<Condition> conditions,
    WaitPolicy policy,
    CheckPolicy checks,
    Policies policies,
    List<String> command) {
  /** Copies the lists. */
  public WaitSettings {
    conditions = List.copyOf(conditions);
    command = List.copyOf(command);
  }
}
