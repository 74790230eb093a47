/**
 * The command line: {@link dev.resil.cli.ResilCommand} and settings common to every subcommand.
 * Each subcommand has its own subpackage; shared options are in {@code options}.
 */
package dev.resil.cli;
