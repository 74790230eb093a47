/** Run output for people: messages on stderr, the countdown, the progress of a transfer. */
package dev.resil.report.terminal;
