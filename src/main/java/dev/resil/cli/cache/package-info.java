/** {@code resil cache} and its subcommands. */
package dev.resil.cli.cache;
