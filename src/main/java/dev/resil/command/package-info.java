/** An attempt that is a command: its streams, its terminal, its timeout. */
package dev.resil.command;
