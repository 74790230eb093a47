/** Attempts that run a command: its streams, its terminal, its timeout. */
package dev.resil.command;
