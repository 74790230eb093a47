package dev.resil.cli.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a part of a form, which semicolons separate. A word in double quotes may contain
 * them; in it, a backslash takes the next quote or backslash literally. As in curl, a quote that is
 * not closed is part of the word.
 */
final class FormWords {
  private final String text;
  private final boolean files;
  private int at;

  private FormWords(String text) {
    this.text = text;
    this.files = text.startsWith("@");
  }

  /**
   * A word.
   *
   * @param name {@code type}, {@code filename} and so on, in lower case; empty for the first word
   */
  record Word(String name, String value) {}

  /**
   * Reads the words after NAME=; the first one is the content, or names a file after its mark. As
   * in curl, a comma after an unquoted name begins another file, with words of its own.
   */
  static List<List<Word>> of(String text) {
    FormWords words = new FormWords(text);
    List<List<Word>> groups = new ArrayList<>();
    List<Word> all = new ArrayList<>();
    groups.add(all);
    String mark = text.startsWith("@") || text.startsWith("<") ? text.substring(0, 1) : "";
    words.at = mark.length();
    all.add(new Word("", mark + words.value()));
    while (words.at < text.length()) {
      boolean next = text.charAt(words.at) == ',';
      words.at++; // the comma or semicolon
      if (next) {
        all = new ArrayList<>();
        groups.add(all);
        all.add(new Word("", mark + words.value()));
        continue;
      }
      words.skipSpace();
      int equals = text.indexOf('=', words.at);
      int end = words.end(words.at);
      boolean named = equals >= 0 && equals < end;
      String name = named ? text.substring(words.at, equals).strip().toLowerCase(Locale.ROOT) : "";
      words.at = named ? equals + 1 : words.at;
      if (name.equals("type")) {
        // its parameters, such as a charset, follow semicolons too
        all.add(new Word(name, words.type()));
      } else {
        all.add(new Word(named ? name : "?", words.value()));
      }
    }
    return groups;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private int end(int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == ';' || (files && text.charAt(i) == ',')) {
        return i;
      }
    }
    return text.length();
  }

  private String value() {
    skipSpace();
    if (at < text.length() && text.charAt(at) == '"') {
      StringBuilder value = new StringBuilder();
      for (int i = at + 1; i < text.length(); i++) {
        char c = text.charAt(i);
        char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
        if (c == '"') {
          at = end(i);
          return value.toString();
        } else if (c == '\\' && (next == '"' || next == '\\')) {
          value.append(next);
          i++;
        } else {
          value.append(c);
        }
      }
    }
    String value = text.substring(at, end(at)).stripTrailing();
    at = end(at);
    return value;
  }

  /** A media type up to the next attribute that curl knows. */
  private String type() {
    skipSpace();
    int start = at;
    at = end(at);
    while (at < text.length() && text.charAt(at) == ';' && !isAttribute(at + 1)) {
      at = end(at + 1);
    }
    return text.substring(start, at).strip();
  }

  private boolean isAttribute(int from) {
    String rest = text.substring(from).stripLeading().toLowerCase(Locale.ROOT);
    return rest.startsWith("filename=")
        || rest.startsWith("headers=")
        || rest.startsWith("encoder=");
  }
}
