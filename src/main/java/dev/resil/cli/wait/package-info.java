/** The command {@code resil wait}. */
package dev.resil.cli.wait;
