package dev.resil.command;

/**
 * What becomes of the command's standard streams.
 *
 * @param stdin what it reads from
 * @param onlyOnce whether there is only one attempt, so that nothing need be kept for another
 */
public record StreamPolicy(StdinMode stdin, boolean onlyOnce) {}
