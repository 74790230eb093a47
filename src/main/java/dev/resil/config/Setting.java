package dev.resil.config;

import java.util.List;

/**
 * A value for an option.
 *
 * @param key the option's long name without its dashes
 * @param value what it was given
 * @param origin where
 */
public record Setting(String key, Value value, Origin origin) {
  /** What an option can be given. */
  public sealed interface Value {
    /** As words, the way they would stand on the command line. */
    List<String> words();

    /** {@code true} or {@code false}, as TOML has them. */
    record Flag(boolean on) implements Value {
      @Override
      public List<String> words() {
        return List.of(Boolean.toString(on));
      }
    }

    /** One word. */
    record Word(String word) implements Value {
      @Override
      public List<String> words() {
        return List.of(word);
      }
    }

    /** An array of words. */
    record Words(List<String> words) implements Value {
      /** Copies the list. */
      public Words {
        words = List.copyOf(words);
      }
    }
  }
}
