package dev.resil.cli.run;

import dev.resil.cli.options.Policies;
import dev.resil.command.StreamPolicy;
import dev.resil.command.TimeoutPolicy;
import dev.resil.wait.Condition;
import java.util.List;

/**
 * The settings of {@code resil run}.
 *
 * @param command the program and its arguments
 * @param policies the settings common to every run
 * @param timeouts the limits of an attempt
 * @param streams the handling of the command's standard streams
 * @param sendsOutput whether pings contain the end of the output
 * @param waitFor what each attempt waits for
 */
public record RunSettings(
    List<String> command,
    Policies policies,
    TimeoutPolicy timeouts,
    StreamPolicy streams,
    boolean sendsOutput,
    List<Condition> waitFor) {}
