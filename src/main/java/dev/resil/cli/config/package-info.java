/**
 * Configuration: {@code resil config}, and the options that a command takes from files and the
 * environment.
 */
package dev.resil.cli.config;
