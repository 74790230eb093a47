package dev.resil.http;

import dev.resil.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Writes information about the transfer at the end, with curl's variables ({@code -w}). */
public final class WriteOut {
  private static final String HEADER = "header{";
  private static final String OUTPUT = "output{";
  private static final String APPENDED = ">>";
  private static final String ALL = ":all:";
  private static final List<String> TURNS = List.of("stderr", "stdout", "onerror");

  private final String format;
  private final List<String> files = new ArrayList<>();

  private WriteOut(String format) {
    this.format = format;
  }

  /** A place of output. */
  sealed interface Target {}

  /** Standard output. */
  record Stdout() implements Target {}

  /** Standard error. */
  record Stderr() implements Target {}

  /**
   * A file.
   *
   * @param appended whether it keeps what it has
   */
  record ToFile(String name, boolean appended) implements Target {}

  /** A part of the output. */
  record Piece(Target target, String text) {}

  /**
   * The facts of a run's last attempt.
   *
   * @param heads of its responses
   * @param outcome of the run
   * @param exitCode the exit code of resil
   * @param file the file of the body, empty for stdout
   */
  record Facts(
      Answer answer,
      RequestSpec spec,
      List<ResponseHead> heads,
      Outcome outcome,
      long attempts,
      int exitCode,
      Optional<String> file) {}

  /** What the words of a format mean. */
  private interface Words {
    String value(String variable);

    /** The output of what follows is changed, or of no use. */
    boolean turn(String word);
  }

  /**
   * Reads a format.
   *
   * @throws IllegalArgumentException if it has an unknown variable
   */
  public static WriteOut parse(String format) {
    WriteOut out = new WriteOut(format);
    List<String> unknown = new ArrayList<>();
    out.expand(
        new Words() {
          @Override
          public String value(String variable) {
            boolean known =
                variable.startsWith(HEADER)
                    ? variable.indexOf(':') < 0 || variable.contains(ALL)
                    : WriteOutVariables.isKnown(variable);
            if (!known) {
              unknown.add(variable);
            }
            return "";
          }

          @Override
          public boolean turn(String word) {
            if (word.startsWith(OUTPUT)) {
              out.files.add(file(word).name());
            }
            return true;
          }
        },
        new StringBuilder());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%{"
              + unknown.getFirst()
              + "} is unknown; the variables are "
              + String.join(", ", WriteOutVariables.names())
              + ", header_json, json, onerror, stderr, stdout, %header{NAME},"
              + " %header{NAME:all:SEPARATOR}, and %output{FILE}");
    }
    return out;
  }

  /** The files that may be written. */
  public List<String> files() {
    return List.copyOf(files);
  }

  private static ToFile file(String word) {
    String name = word.substring(OUTPUT.length());
    return name.startsWith(APPENDED)
        ? new ToFile(name.substring(APPENDED.length()), true)
        : new ToFile(name, false);
  }

  private static String header(Facts facts, String words) {
    int all = words.indexOf(ALL);
    if (all < 0) {
      return WriteOutVariables.header(facts, words);
    }
    StringBuilder separator = new StringBuilder();
    for (int i = all + ALL.length(); i < words.length(); i++) {
      char c = words.charAt(i);
      boolean escapes = c == '\\' && i + 1 < words.length();
      separator.append(escapes ? escaped(words.charAt(++i)) : c);
    }
    return String.join(separator, WriteOutVariables.headers(facts, words.substring(0, all)));
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }

  /** The text about an attempt, in its parts. */
  List<Piece> expand(Facts facts) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    AtomicReference<Target> target = new AtomicReference<>(new Stdout());
    expand(
        new Words() {
          @Override
          public String value(String variable) {
            return variable.startsWith(HEADER)
                ? header(facts, variable.substring(HEADER.length()))
                : WriteOutVariables.value(variable, facts);
          }

          @Override
          public boolean turn(String word) {
            pieces.add(new Piece(target.get(), text.toString()));
            text.setLength(0);
            switch (word) {
              case "stderr" -> target.set(new Stderr());
              case "stdout" -> target.set(new Stdout());
              case "onerror" -> {}
              default -> target.set(file(word));
            }
            return !word.equals("onerror") || facts.exitCode() != 0;
          }
        },
        text);
    pieces.add(new Piece(target.get(), text.toString()));
    return pieces;
  }

  /** The first closing brace without a backslash; -1 for none. */
  private int endOfWord(int start) {
    int end = format.indexOf('}', start);
    while (end > 0 && format.charAt(end - 1) == '\\') {
      end = format.indexOf('}', end + 1);
    }
    return end;
  }

  private void expand(Words words, StringBuilder text) {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      char next = i + 1 < format.length() ? format.charAt(i + 1) : 0;
      boolean named = format.startsWith("%" + HEADER, i) || format.startsWith("%" + OUTPUT, i);
      int end = named || (c == '%' && next == '{') ? endOfWord(i) : -1;
      if (end > 0) {
        String word = format.substring(named ? i + 1 : i + 2, end);
        i = end;
        if (!word.startsWith(OUTPUT) && !TURNS.contains(word)) {
          text.append(words.value(word));
        } else if (!words.turn(word)) {
          return;
        }
      } else if (c == '%' && next == '%') {
        text.append('%');
        i++;
      } else if (c == '\\' && "ntr".indexOf(next) >= 0 && next != 0) {
        text.append(escaped(next));
        i++;
      } else {
        text.append(c);
      }
    }
  }
}
