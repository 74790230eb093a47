package dev.resil.command;

/** The destination of held output. */
enum Fate {
  STDOUT,
  STDERR,
  DROPPED
}
