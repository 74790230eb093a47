package dev.resil.run;

import java.time.Duration;
import java.util.Optional;

/**
 * The state of a condition that a run waits for.
 *
 * @param condition its text, without secrets
 * @param negated whether the run waits until it no longer holds
 * @param met whether the run waits for it no longer
 * @param answer the last answer to a check; empty if there was none
 * @param waited how long it was waited for
 */
public record ConditionState(
    String condition, boolean negated, boolean met, Optional<String> answer, Duration waited) {}
