package dev.resil.cli;

import java.util.Optional;

/**
 * What to say about a run.
 *
 * @param quiet no lines for people
 * @param verbose more lines for people
 * @param file where the report goes, {@code -} for stderr; empty for none
 * @param withArguments whether the report holds the command's arguments
 */
public record ReportSettings(
    boolean quiet, boolean verbose, Optional<String> file, boolean withArguments) {}
