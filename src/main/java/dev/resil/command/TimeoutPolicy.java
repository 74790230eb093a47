package dev.resil.command;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a command may take, and how it is made to end.
 *
 * @param timeout of one attempt, empty for none
 * @param signal sent to its processes at the timeout
 * @param killAfter how long after that KILL follows, empty for never
 * @param parentDeathSignal sent to the command by the kernel when resil ends before it
 */
public record TimeoutPolicy(
    Optional<Duration> timeout,
    int signal,
    Optional<Duration> killAfter,
    Optional<Integer> parentDeathSignal) {}
