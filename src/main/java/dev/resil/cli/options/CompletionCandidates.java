package dev.resil.cli.options;

import dev.resil.outcome.Preset;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Values for shell completion that do not follow from an option's type. */
public final class CompletionCandidates {
  private CompletionCandidates() {}

  /** A fixed list of words. */
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

  /** The attempt limit that is a word. */
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

  /** Portable signals commonly used to terminate or notify a process. */
  public static final class SignalNames extends Words {
    SignalNames() {
      super("HUP", "INT", "QUIT", "ABRT", "KILL", "USR1", "USR2", "ALRM", "TERM", "CONT");
    }
  }

  /** The common request methods of RFC 9110 and RFC 5789. */
  public static final class Methods extends Words {
    Methods() {
      super("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    }
  }

  /** Sources of an idempotency key other than a literal. */
  public static final class Keys extends Words {
    Keys() {
      super("auto", "from:");
    }
  }

  /** Topics of {@code resil help} other than commands. */
  public static final class Topics extends Words {
    Topics() {
      super(Presets.TOPIC);
    }
  }

  /** Presets by name, and {@code auto}. */
  public static final class PresetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(Stream.of(Presets.AUTO), Presets.all().stream().map(Preset::name))
          .iterator();
    }
  }
}
