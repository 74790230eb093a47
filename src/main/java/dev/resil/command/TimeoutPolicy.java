package dev.resil.command;

import java.time.Duration;
import java.util.Optional;

/**
 * The time limit of a command, and how it is ended.
 *
 * @param timeout the limit of one attempt; empty for none
 * @param idle the time without output after which it is ended; empty for none
 * @param signal the signal sent to its processes at the timeout
 * @param killAfter the time from that signal to KILL; empty for never
 * @param parentDeathSignal the signal that the kernel sends to the command if resil ends first
 * @param preserveStatus whether an attempt that timed out has the command's own exit code
 * @param foreground whether only the command itself is ended, not the processes it started
 */
public record TimeoutPolicy(
    Optional<Duration> timeout,
    Optional<Duration> idle,
    int signal,
    Optional<Duration> killAfter,
    Optional<Integer> parentDeathSignal,
    boolean preserveStatus,
    boolean foreground) {}
