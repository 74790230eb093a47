/**
 * The command line: {@link dev.resil.cli.ResilCommand} and the rules that hold for all of it. Each
 * subcommand has a package of its own below; what several share is in {@code options}.
 */
package dev.resil.cli;
