/** {@code resil breaker} and its subcommands. */
package dev.resil.cli.breaker;
