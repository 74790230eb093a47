/** What is told of a run to people: lines on stderr, the countdown, a transfer's progress. */
package dev.resil.report.terminal;
