package dev.resil.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file of users and passwords by host (netrc(5)). */
public final class Netrc {
  /** The words followed by a value, which may be any word, even one of these. */
  private static final Set<String> WITH_VALUE = Set.of("machine", "login", "password", "account");

  private final List<String> words;

  private Netrc(List<String> words) {
    this.words = words;
  }

  /** Parses such a file; macros are skipped. */
  public static Netrc parse(String text) {
    StringBuilder kept = new StringBuilder();
    boolean macro = false;
    for (String line : text.lines().toList()) {
      macro = macro ? !line.isBlank() : line.strip().startsWith("macdef");
      if (!macro && !line.strip().startsWith("#")) {
        kept.append(line).append(' ');
      }
    }
    return new Netrc(List.of(kept.toString().strip().split("\\s+", -1)));
  }

  /** The credentials for a host, from the first matching entry. */
  public Optional<Credentials> find(String host) {
    for (int i = 0; i < words.size(); i += WITH_VALUE.contains(words.get(i)) ? 2 : 1) {
      boolean meant =
          words.get(i).equals("default")
              || (words.get(i).equals("machine") && word(i + 1).equals(host));
      if (meant) {
        return Optional.of(entry(words.get(i).equals("default") ? i + 1 : i + 2));
      }
    }
    return Optional.empty();
  }

  private Credentials entry(int from) {
    String user = "";
    String password = "";
    for (int i = from; i < words.size(); i += 2) {
      switch (words.get(i)) {
        case "login" -> user = word(i + 1);
        case "password" -> password = word(i + 1);
        case "machine", "default" -> {
          return new Credentials(user, password);
        }
        default -> {}
      }
    }
    return new Credentials(user, password);
  }

  private String word(int index) {
    String word = index < words.size() ? words.get(index) : "";
    boolean quoted = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
    return quoted ? word.substring(1, word.length() - 1) : word;
  }
}
