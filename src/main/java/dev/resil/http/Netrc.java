package dev.resil.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A file of users and passwords by host, in curl's grammar: words, in double quotes with escapes if
 * they have spaces; a word that begins with {@code #} begins a comment; keywords and hosts in
 * either case; {@code macdef} up to an empty line. A host may have several users; of several
 * passwords before a user the last one counts.
 */
public final class Netrc {
  private final List<Entry> entries;

  private Netrc(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * A user and a password for a host.
   *
   * @param host in lower case, empty for any host
   */
  private record Entry(Optional<String> host, Optional<String> login, Optional<String> password) {
    boolean isFor(String name, Optional<String> user) {
      boolean meant = host.isEmpty() || host.get().equals(name);
      boolean others = user.isPresent() && login.isPresent() && !login.equals(user);
      return meant && !others;
    }
  }

  /**
   * Parses such a file.
   *
   * @throws IllegalArgumentException if a quote is not closed; the message names the line
   */
  public static Netrc parse(String text) {
    return new Netrc(new Parser(text).entries());
  }

  /**
   * The credentials for a host: those of the first entry with a password, else of the first one;
   * one that names the wanted user before one that names none.
   *
   * @param user the only user wanted, empty for any
   */
  public Optional<Credentials> find(String host, Optional<String> user) {
    String name = host.toLowerCase(Locale.ROOT);
    List<Entry> found =
        entries.stream()
            .filter(entry -> entry.isFor(name, user))
            .sorted(Comparator.comparing(entry -> user.isPresent() && !entry.login().equals(user)))
            .toList();
    return found.stream()
        .filter(entry -> entry.password().isPresent())
        .findFirst()
        .or(() -> found.stream().findFirst())
        .map(entry ->
            new Credentials(user.or(entry::login).orElse(""), entry.password().orElse("")));
  }

  private static final class Parser {
    private final String text;
    private final List<Entry> entries = new ArrayList<>();
    private int at;
    private boolean within;
    private Optional<String> host = Optional.empty();
    private Optional<String> login = Optional.empty();
    private Optional<String> password = Optional.empty();

    Parser(String text) {
      this.text = text;
    }

    List<Entry> entries() {
      for (Optional<String> word = word(); word.isPresent(); word = word()) {
        switch (word.get().toLowerCase(Locale.ROOT)) {
          case "machine" -> begin(word().map(name -> name.toLowerCase(Locale.ROOT)));
          case "default" -> begin(Optional.empty());
          case "login" -> {
            endIf(login.isPresent());
            login = word();
          }
          case "password" -> {
            endIf(login.isPresent() && password.isPresent());
            password = word();
          }
          case "account" -> word();
          case "macdef" -> skipMacro();
          default -> {} // as in curl, an unknown word means nothing
        }
      }
      endIf(true);
      return entries;
    }

    private void begin(Optional<String> name) {
      endIf(true);
      within = true;
      host = name;
    }

    /** Ends the entry of one user; another one of the same host may follow. */
    private void endIf(boolean ends) {
      if (ends) {
        if (within && (login.isPresent() || password.isPresent())) {
          entries.add(new Entry(host, login, password));
        }
        login = Optional.empty();
        password = Optional.empty();
      }
    }

    /** A macro ends at the first empty line. */
    private void skipMacro() {
      for (at = endOfLine(); at < text.length(); at = endOfLine()) {
        at++;
        if (text.startsWith("\n", at) || text.startsWith("\r\n", at)) {
          return;
        }
      }
    }

    private int endOfLine() {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }

    /** The next word; empty at the end. */
    private Optional<String> word() {
      while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == '#')) {
        at = text.charAt(at) == '#' ? endOfLine() : at + 1;
      }
      if (at >= text.length()) {
        return Optional.empty();
      } else if (text.charAt(at) == '"') {
        return Optional.of(quoted());
      }
      int start = at;
      while (at < text.length() && !isSpace(text.charAt(at))) {
        at++;
      }
      return Optional.of(text.substring(start, at));
    }

    private static boolean isSpace(char c) {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private String quoted() {
      StringBuilder word = new StringBuilder();
      int end = endOfLine();
      for (int i = at + 1; i < end; i++) {
        char c = text.charAt(i);
        if (c == '"') {
          at = i + 1;
          return word.toString();
        } else if (c == '\\' && i + 1 < end) {
          i++;
          word.append(escaped(text.charAt(i)));
        } else {
          word.append(c);
        }
      }
      long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
      throw new IllegalArgumentException("has a quote in line " + line + " that is not closed");
    }

    private static char escaped(char c) {
      return switch (c) {
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        default -> c;
      };
    }
  }
}
