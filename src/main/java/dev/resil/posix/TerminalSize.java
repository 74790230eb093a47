package dev.resil.posix;

/**
 * How much a terminal shows.
 *
 * @param rows lines, 0 where it does not say
 * @param columns characters a line, 0 where it does not say
 */
public record TerminalSize(int rows, int columns) {}
