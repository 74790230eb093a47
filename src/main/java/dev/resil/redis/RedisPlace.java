package dev.resil.redis;

import java.util.Optional;
import java.util.function.Function;

/**
 * A place for shared state: an address, and a folder for when the server is unreachable.
 *
 * @param address of Redis
 * @param folder the local folder, empty for none
 */
public record RedisPlace(RedisAddress address, Optional<Folder> folder) {
  private static final String USUAL = "file";

  /**
   * A local folder.
   *
   * @param name empty: the default folder
   */
  public record Folder(Optional<String> name) {}

  /**
   * Reads {@code URL[,DIR]}. After a URL of several hosts, DIR begins with {@code /}, {@code ./} or
   * {@code ../}; the word {@code file} stands for the default folder.
   *
   * @param environment a variable's value, or null if unset
   * @throws IllegalArgumentException if the URL is invalid; the message shows no secret
   */
  public static RedisPlace parse(String text, Function<String, String> environment) {
    int comma = separator(text);
    return comma < 0
        ? new RedisPlace(RedisAddress.parse(text, environment), Optional.empty())
        : new RedisPlace(
            RedisAddress.parse(text.substring(0, comma), environment),
            Optional.of(folder(text.substring(comma + 1))));
  }

  private static Folder folder(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("expected a folder, or 'file', after the comma");
    }
    return new Folder(Optional.of(name).filter(folder -> !folder.equals(USUAL)));
  }

  private static int separator(String text) {
    int last = text.lastIndexOf(',');
    for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', comma + 1)) {
      String after = text.substring(comma + 1);
      boolean several = text.startsWith("-", text.indexOf(':') - "-cluster".length());
      several |= text.startsWith("-", text.indexOf(':') - "-sentinel".length());
      boolean path = after.startsWith("/") || after.startsWith("./") || after.startsWith("../");
      if (!several || path || (comma == last && (after.equals(USUAL) || after.isEmpty()))) {
        return comma;
      }
    }
    return -1;
  }
}
