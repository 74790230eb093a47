package dev.resil.cli.http;

import dev.resil.http.CredentialHeaders;
import dev.resil.text.RawText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Hides the passwords and tokens on the command line from {@code ps}, as curl does, before a
 * command is executed. Words of the command that resil runs are left as they are.
 */
public final class SecretArguments implements IExecutionStrategy {
  private final IExecutionStrategy next;
  private final Memory memory;

  /** Hides them in memory before the next strategy. */
  public SecretArguments(IExecutionStrategy next, Memory memory) {
    this.next = next;
    this.memory = memory;
  }

  /** The memory with the program's arguments. */
  public interface Memory {
    /**
     * Overwrites a part of an argument.
     *
     * @param fromEnd the argument's distance from the end: 1 for the last
     * @param start the first byte
     * @param length the number of bytes
     */
    void hide(int fromEnd, int start, int length);
  }

  /** A part of the text of an argument. */
  private record Secret(String text, int start, int end) {}

  @Override
  public int execute(ParseResult parsed) {
    List<Secret> secrets = secrets(parsed);
    if (!secrets.isEmpty()) {
      List<String> words = parsed.originalArgs();
      for (int i = 0; i < words.size(); i++) {
        hide(words.get(i), words.size() - i, secrets);
      }
    }
    return next.execute(parsed);
  }

  private void hide(String word, int fromEnd, List<Secret> secrets) {
    for (Secret secret : secrets) {
      int at = word.length() - secret.text().length();
      if (word.equals(secret.text()) || (word.startsWith("-") && word.endsWith(secret.text()))) {
        int start = length(word.substring(0, at + secret.start()));
        memory.hide(fromEnd, start, length(word.substring(0, at + secret.end())) - start);
      }
    }
  }

  private static int length(String text) {
    return RawText.encode(text).length;
  }

  private static List<Secret> secrets(ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    List<Secret> secrets = new ArrayList<>();
    for (OptionSpec option : command.matchedOptions()) {
      for (String value : option.originalStringValues()) {
        secret(option.longestName(), value).ifPresent(secrets::add);
      }
    }
    String name = command.commandSpec().name();
    if (name.equals("http") || name.equals("wait")) {
      for (PositionalParamSpec word : command.matchedPositionals()) {
        word.originalStringValues().stream()
            .filter(value -> name.equals("http") || value.contains("://"))
            .forEach(value -> user(value, "/?#").ifPresent(secrets::add));
      }
    }
    return secrets;
  }

  private static Optional<Secret> secret(String option, String value) {
    return switch (option) {
      case "--user", "--oauth2-bearer", "--ping-url" -> whole(value, 0);
      case "--cookie" -> value.contains("=") ? whole(value, 0) : Optional.empty();
      case "--header" -> header(value);
      case "--proxy", "--url" -> user(value, "/?#");
      case "--state" -> user(value, "");
      default -> Optional.empty();
    };
  }

  private static Optional<Secret> whole(String value, int start) {
    return start < value.length()
        ? Optional.of(new Secret(value, start, value.length()))
        : Optional.empty();
  }

  private static Optional<Secret> header(String line) {
    int colon = line.indexOf(':');
    return colon > 0 && CredentialHeaders.contain(line.substring(0, colon).strip())
        ? whole(line, colon + 1)
        : Optional.empty();
  }

  /**
   * The user and password in a URL.
   *
   * @param ends the characters that end the part with the host
   */
  private static Optional<Secret> user(String url, String ends) {
    int scheme = url.indexOf("://");
    int start = scheme < 0 ? 0 : scheme + "://".length();
    int end = start;
    while (end < url.length() && ends.indexOf(url.charAt(end)) < 0) {
      end++;
    }
    int at = url.lastIndexOf('@', end - 1);
    return at > start ? Optional.of(new Secret(url, start, at)) : Optional.empty();
  }
}
