package dev.resil.http;

import dev.resil.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes information about the transfer at the end, with curl's variables ({@code -w}). */
public final class WriteOut {
  private static final String HEADER = "header{";

  private final String format;

  private WriteOut(String format) {
    this.format = format;
  }

  /**
   * A part of the output.
   *
   * @param toStderr whether it goes to stderr, not stdout
   */
  record Piece(boolean toStderr, String text) {}

  /**
   * The facts of a run's last attempt.
   *
   * @param headBytes the length of all heads of its responses
   * @param outcome of the run
   * @param exitCode the exit code of resil
   * @param file the file of the body, empty for stdout
   */
  record Facts(
      Answer answer,
      RequestSpec spec,
      int headBytes,
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
            if (!variable.startsWith(HEADER) && !WriteOutVariables.isKnown(variable)) {
              unknown.add(variable);
            }
            return "";
          }

          @Override
          public boolean turn(String word) {
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
              + ", header_json, json, onerror, stderr, stdout, and %header{NAME}");
    }
    return out;
  }

  /** The text about an attempt, in its parts. */
  List<Piece> expand(Facts facts) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    boolean[] toStderr = {false};
    expand(
        new Words() {
          @Override
          public String value(String variable) {
            return variable.startsWith(HEADER)
                ? WriteOutVariables.header(facts, variable.substring(HEADER.length()))
                : WriteOutVariables.value(variable, facts);
          }

          @Override
          public boolean turn(String word) {
            pieces.add(new Piece(toStderr[0], text.toString()));
            text.setLength(0);
            toStderr[0] = word.equals("stderr") || (toStderr[0] && !word.equals("stdout"));
            return !word.equals("onerror") || facts.exitCode() != 0;
          }
        },
        text);
    pieces.add(new Piece(toStderr[0], text.toString()));
    return pieces;
  }

  private void expand(Words words, StringBuilder text) {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      char next = i + 1 < format.length() ? format.charAt(i + 1) : 0;
      boolean ofHeader = format.startsWith("%" + HEADER, i);
      int end = ofHeader || (c == '%' && next == '{') ? format.indexOf('}', i) : -1;
      if (end > 0) {
        String word = format.substring(ofHeader ? i + 1 : i + 2, end);
        i = end;
        switch (word) {
          case "stderr", "stdout", "onerror" -> {
            if (!words.turn(word)) {
              return;
            }
          }
          default -> text.append(words.value(word));
        }
      } else if (c == '%' && next == '%') {
        text.append('%');
        i++;
      } else if (c == '\\' && "ntr".indexOf(next) >= 0 && next != 0) {
        text.append(next == 'n' ? '\n' : next == 't' ? '\t' : '\r');
        i++;
      } else {
        text.append(c);
      }
    }
  }
}
