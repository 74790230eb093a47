package dev.resil.cli.options;

import dev.resil.hook.HookLines;
import java.util.Optional;

/**
 * What to say about a run.
 *
 * @param quiet no lines for people
 * @param verbose more lines for people
 * @param format how those lines are written
 * @param file where the report goes, {@code -} for stderr; empty for none
 * @param withArguments whether the report holds the command's arguments
 * @param eventLog where every event goes, {@code -} for stderr; empty for nowhere
 * @param annotations for which CI it marks the log
 * @param hooks what is run when something happens
 */
public record ReportSettings(
    boolean quiet,
    boolean verbose,
    LogFormat format,
    Optional<String> file,
    boolean withArguments,
    Optional<String> eventLog,
    Annotations annotations,
    HookLines hooks) {}
