package dev.resil.posix;

/**
 * The size of a terminal.
 *
 * @param rows lines; 0 if unknown
 * @param columns characters per line; 0 if unknown
 */
public record TerminalSize(int rows, int columns) {}
