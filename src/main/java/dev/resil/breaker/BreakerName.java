package dev.resil.breaker;

import dev.resil.text.Names;

/**
 * The name of a breaker.
 *
 * @param value as {@link Names} demands
 */
public record BreakerName(String value) implements Comparable<BreakerName> {
  /** The most characters of a name. */
  public static final int MAX_LENGTH = Names.MAX_LENGTH;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is empty, too long or contains a forbidden character
   */
  public BreakerName {
    Names.checked("breaker", value);
  }

  @Override
  public int compareTo(BreakerName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
