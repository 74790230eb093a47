package dev.resil.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A parsed JSON object. Accessors report a member that is missing or has another type; a null
 * member counts as missing. Unknown members are ignored, since later versions may add some.
 *
 * <p>It reads tokens rather than databind's tree, which loads six times as many of Jackson's
 * classes: each run with a breaker would start later.
 */
public final class JsonObject {
  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(Long.MAX_VALUE);

  private final String path;
  private final Map<String, Object> members;

  private JsonObject(String path, Map<String, Object> members) {
    this.path = path;
    this.members = members;
  }

  /**
   * Parses a text that consists of one object.
   *
   * @throws MalformedJsonException if it is not an object, or more text follows
   */
  public static JsonObject parse(byte[] text) throws MalformedJsonException {
    return parse(
        text,
        parser -> {
          Map<String, Object> members = object(parser, _ -> false);
          if (parser.nextToken() != null) {
            throw new MalformedJsonException("more text follows the JSON object");
          }
          return members;
        });
  }

  /**
   * Parses the start of an object; the rest may be anything.
   *
   * @param end the member before which it ends, if it is there
   * @throws MalformedJsonException if it is not an object
   */
  public static JsonObject parseUntil(String end, byte[] text) throws MalformedJsonException {
    return parse(text, parser -> object(parser, end::equals));
  }

  private interface Content {
    Map<String, Object> read(JsonParser parser) throws MalformedJsonException;
  }

  private static JsonObject parse(byte[] text, Content content) throws MalformedJsonException {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedJsonException("it is not a JSON object");
      }
      return new JsonObject("", content.read(parser));
    } catch (JacksonException | NumberFormatException e) {
      throw new MalformedJsonException("it is not valid JSON, or it is truncated");
    }
  }

  private static Map<String, Object> object(JsonParser parser, Predicate<String> end) {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (end.test(name)) {
        break;
      }
      parser.nextToken();
      value(parser).ifPresent(value -> members.put(name, value));
    }
    return members;
  }

  private static List<Object> array(JsonParser parser) {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value(parser).ifPresent(elements::add);
    }
    return elements;
  }

  private static Optional<Object> value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> Optional.of(object(parser, _ -> false));
      case START_ARRAY -> Optional.of(array(parser));
      case VALUE_STRING -> Optional.of(parser.getString());
      // not getDecimalValue: Jackson's reads eight digits at once by a VarHandle, which fails in a
      // native image
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Optional.of(new BigDecimal(parser.getString()));
      case VALUE_TRUE -> Optional.of(true);
      case VALUE_FALSE -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** Whether there is such a member. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** A string. */
  public String string(String name) throws MalformedJsonException {
    return member(name, String.class, "a string");
  }

  /** One of an enum's constants, in lower or upper case. */
  public <E extends Enum<E>> E constant(String name, Class<E> type) throws MalformedJsonException {
    String value = string(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    throw wrong(name, "is not a known value");
  }

  /** True or false. */
  public boolean bool(String name) throws MalformedJsonException {
    return member(name, Boolean.class, "true or false");
  }

  /** A whole number from 0 to {@link Long#MAX_VALUE}. */
  public long count(String name) throws MalformedJsonException {
    BigDecimal value = decimal(name);
    try {
      long count = value.longValueExact();
      if (count >= 0) {
        return count;
      }
    } catch (ArithmeticException e) {
      // said below
    }
    throw wrong(name, "is not a count");
  }

  /** A whole number from 0 to {@link Integer#MAX_VALUE}. */
  public int smallCount(String name) throws MalformedJsonException {
    long count = count(name);
    if (count > Integer.MAX_VALUE) {
      throw wrong(name, "is too large");
    }
    return (int) count;
  }

  /** Any number. */
  public double number(String name) throws MalformedJsonException {
    return decimal(name).doubleValue();
  }

  /** A duration in seconds, not negative. */
  public Duration duration(String name) throws MalformedJsonException {
    BigDecimal seconds = decimal(name);
    // compared first: an exponent of a billion must not be written out
    if (seconds.signum() < 0 || seconds.compareTo(MOST_SECONDS) > 0) {
      throw wrong(name, "is not a duration in seconds");
    }
    long whole = seconds.longValue();
    BigDecimal rest = seconds.subtract(BigDecimal.valueOf(whole));
    return Duration.ofSeconds(whole, rest.movePointRight(9).longValue());
  }

  /** A time of the years 0000–9999 (RFC 3339). */
  public Instant time(String name) throws MalformedJsonException {
    String value = string(name);
    try {
      if (value.length() >= 20 && value.charAt(4) == '-') {
        return JsonTime.parse(value);
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw wrong(name, "is not an RFC 3339 time in UTC");
  }

  /** An object. */
  public JsonObject object(String name) throws MalformedJsonException {
    return of(path + name, member(name, Map.class, "an object"));
  }

  /** An object whose members are all whole numbers from 0 to {@link Long#MAX_VALUE}. */
  public SortedMap<String, Long> counts(String name) throws MalformedJsonException {
    JsonObject object = object(name);
    SortedMap<String, Long> counts = new TreeMap<>();
    for (String member : object.members.keySet()) {
      counts.put(member, object.count(member));
    }
    return counts;
  }

  /** An array of objects. */
  public List<JsonObject> objects(String name) throws MalformedJsonException {
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : member(name, List.class, "an array")) {
      if (!(element instanceof Map<?, ?> map)) {
        throw wrong(name, "is not an array of objects");
      }
      objects.add(of(path + name + "[" + objects.size() + "]", map));
    }
    return objects;
  }

  private static JsonObject of(String path, Map<?, ?> map) {
    Map<String, Object> members = new LinkedHashMap<>();
    map.forEach((name, value) -> members.put((String) name, value));
    return new JsonObject(path + ".", members);
  }

  /** A problem with a member. */
  public MalformedJsonException wrong(String name, String what) {
    return new MalformedJsonException(path + name + ": " + what);
  }

  private BigDecimal decimal(String name) throws MalformedJsonException {
    return member(name, BigDecimal.class, "a number");
  }

  private <T> T member(String name, Class<T> type, String what) throws MalformedJsonException {
    Object value = members.get(name);
    if (value == null) {
      throw wrong(name, "is missing");
    }
    if (!type.isInstance(value)) {
      throw wrong(name, "is not " + what);
    }
    return type.cast(value);
  }
}
