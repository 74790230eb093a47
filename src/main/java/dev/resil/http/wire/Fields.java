package dev.resil.http.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The header fields of a message in their order (RFC 9110, 5), with names and values as {@link
 * dev.resil.text.RawText}.
 */
public record Fields(List<Field> all) {
  /** No fields. */
  public static final Fields NONE = new Fields(List.of());

  /** A field. */
  public record Field(String name, String value) {
    /** Whether it has a name, in upper or lower case. */
    public boolean isNamed(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  /** Copies the list. */
  public Fields {
    all = List.copyOf(all);
  }

  /** Fields of alternating names and values. */
  public static Fields of(String... namesAndValues) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Fields(fields);
  }

  /** These fields and one more. */
  public Fields with(String name, String value) {
    List<Field> fields = new ArrayList<>(all);
    fields.add(new Field(name, value));
    return new Fields(fields);
  }

  /** The value of the first field with a name. */
  public Optional<String> first(String name) {
    return all.stream().filter(field -> field.isNamed(name)).map(Field::value).findFirst();
  }

  /** The values of all fields with a name. */
  public List<String> values(String name) {
    return all.stream().filter(field -> field.isNamed(name)).map(Field::value).toList();
  }

  /** The items of a comma-separated list in all fields with a name, without empty ones. */
  public List<String> items(String name) {
    return values(name).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .map(Fields::trimmed)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** Whether a list contains an item, in upper or lower case. */
  public boolean lists(String name, String item) {
    return items(name).stream().anyMatch(one -> one.toLowerCase(Locale.ROOT).equals(item));
  }

  /** A value without the blanks around it (RFC 9110, 5.6.3). */
  static String trimmed(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isBlank(value.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** The number of fields. */
  public int size() {
    return all.size();
  }
}
