package dev.resil.limit;

import dev.resil.text.Names;

/**
 * The name of a limit.
 *
 * @param value as {@link Names} demands
 */
public record LimitName(String value) implements Comparable<LimitName> {
  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is empty, too long or contains a forbidden character
   */
  public LimitName {
    Names.checked("limit", value);
  }

  @Override
  public int compareTo(LimitName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
