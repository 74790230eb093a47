package dev.resil.cli.options;

import dev.resil.hook.HookLines;
import java.util.Optional;

/**
 * The settings for messages and reports.
 *
 * @param quiet whether messages are suppressed
 * @param verbose whether there are more messages
 * @param format the format of messages
 * @param file the file for the report, {@code -} for stderr; empty for none
 * @param withArguments whether the report includes the command's arguments
 * @param eventLog the file for events, {@code -} for stderr; empty for none
 * @param annotations the CI system whose annotations are written
 * @param hooks the hooks
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
