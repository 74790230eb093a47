package dev.resil.cli.options;

import dev.resil.outcome.Preset;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The values that shells offer where a type alone does not tell them. */
public final class CompletionCandidates {
  private CompletionCandidates() {}

  /** Words that are always the same. */
  abstract static class Words implements Iterable<String> {
    private final List<String> words;

    Words(String... words) {
      this.words = List.of(words);
    }

    @Override
    public Iterator<String> iterator() {
      return words.iterator();
    }
  }

  /** The number of attempts that is a word. */
  static final class Attempts extends Words {
    Attempts() {
      super("unlimited");
    }
  }

  /** Jitters by name. */
  static final class Jitters extends Words {
    Jitters() {
      super("none", "full", "equal", "decorrelated");
    }
  }

  /** Signals that exist everywhere and are sent to end something or to tell it something. */
  public static final class SignalNames extends Words {
    SignalNames() {
      super("HUP", "INT", "QUIT", "ABRT", "KILL", "USR1", "USR2", "ALRM", "TERM", "CONT");
    }
  }

  /** The methods of RFC 9110 and RFC 5789 that a request is made with. */
  public static final class Methods extends Words {
    Methods() {
      super("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    }
  }

  /** Where a key of idempotency comes from, if it is not given itself. */
  public static final class Keys extends Words {
    Keys() {
      super("auto", "from:");
    }
  }

  /** What {@code resil help} explains beside commands. */
  public static final class Topics extends Words {
    Topics() {
      super(Presets.TOPIC);
    }
  }

  /** Presets by name, and the choice by the command's. */
  public static final class PresetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(Stream.of(Presets.AUTO), Presets.all().stream().map(Preset::name))
          .iterator();
    }
  }
}
