package dev.resil.cli;

import java.util.Iterator;
import java.util.List;

/** The values that shells offer where a type alone does not tell them. */
final class Candidates {
  private Candidates() {}

  /** Jitters by name. */
  static final class Jitters implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("none", "full", "equal", "decorrelated").iterator();
    }
  }

  /** Signals that exist everywhere and are sent to end something or to tell it something. */
  static final class SignalNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("HUP", "INT", "QUIT", "ABRT", "KILL", "USR1", "USR2", "ALRM", "TERM", "CONT")
          .iterator();
    }
  }

  /** The items of a LIST; a colon or a tilde at the end says that more follows. */
  static final class Outcomes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(
              "any",
              "exit:",
              "signal",
              "signal:",
              "timeout",
              "not-found",
              "not-executable",
              "stdout~",
              "stderr~",
              "output~")
          .iterator();
    }
  }
}
