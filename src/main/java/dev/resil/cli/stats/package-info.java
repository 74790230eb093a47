/** {@code resil stats} and its subcommands. */
package dev.resil.cli.stats;
