package dev.resil.config;

import java.util.List;

/**
 * A value for an option.
 *
 * @param key the option's long name without its dashes
 * @param value its value
 * @param origin its source
 */
public record Setting(String key, Value value, Origin origin) {
  /** The value of an option. */
  public sealed interface Value {
    /** The equivalent words on the command line. */
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
