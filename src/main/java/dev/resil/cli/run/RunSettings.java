package dev.resil.cli.run;

import dev.resil.cli.options.Policies;
import dev.resil.command.StreamPolicy;
import dev.resil.command.TimeoutPolicy;
import java.util.List;

/**
 * What {@code resil run} was asked to do.
 *
 * @param command the program and its arguments
 * @param policies what every run is asked
 * @param timeouts how long an attempt may take
 * @param streams what becomes of the command's standard streams
 */
public record RunSettings(
    List<String> command, Policies policies, TimeoutPolicy timeouts, StreamPolicy streams) {}
