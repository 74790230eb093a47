/**
 * Searches a stream of bytes for many regular expressions at once, in RE2's syntax. Pure: no I/O
 * and no clock.
 */
package dev.resil.pattern;
