package dev.resil.http.wire;

import dev.resil.http.wire.Fields.Field;
import dev.resil.text.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the head of an answer (RFC 9112, 2–5). A line may end with LF alone (2.2), a folded line
 * counts as one with a space (5.2), and blanks before a colon are removed, as a proxy does (5.1).
 * NUL, a CR within a line, a line without a colon or a name, and more than 300 kB are refused.
 */
final class HeadReader {
  /** The limit of curl. */
  static final int MAX_BYTES = 300 * 1024;

  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/(\\d)\\.(\\d)[ \\t]+(\\d{3})(?:[ \\t].*)?", Pattern.DOTALL);

  private final InputStream in;
  private final ByteArrayOutputStream all = new ByteArrayOutputStream(512);

  private HeadReader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads one head, which may be interim.
   *
   * @throws WireException if it is malformed or incomplete
   */
  static Head read(InputStream in) throws IOException {
    return new HeadReader(in).head();
  }

  /** Reads the trailer section of a chunked body (7.1.2). Its fields are not used. */
  static void skipTrailers(InputStream in) throws IOException {
    try {
      new HeadReader(in).fields();
    } catch (WireException e) {
      throw WireException.NO_ANSWER.equals(e.getMessage())
          ? new WireException("the response was cut off before its trailer section")
          : e;
    }
  }

  private Head head() throws IOException {
    String text = RawText.decode(line());
    Matcher status = STATUS_LINE.matcher(text);
    if (!status.matches()) {
      throw new WireException(
          text.startsWith("HTTP/")
              ? "the server sent an invalid status line"
              : "the server did not answer with HTTP/1");
    } else if (!status.group(1).equals("1")) {
      throw new WireException(
          "the server answered with HTTP/%s.%s instead of HTTP/1.1"
              .formatted(status.group(1), status.group(2)));
    }
    int code = Integer.parseInt(status.group(3));
    if (code < 100) {
      throw new WireException("the server sent an invalid status: " + status.group(3));
    }
    String version = status.group(2).equals("0") ? "HTTP/1.0" : "HTTP/1.1";
    Fields fields = new Fields(fields());
    return new Head(version, code, fields, all.toByteArray());
  }

  private List<Field> fields() throws IOException {
    List<Field> fields = new ArrayList<>();
    while (true) {
      byte[] line = line();
      if (line.length == 0) {
        return fields;
      }
      if (line[0] == ' ' || line[0] == '\t') {
        unfold(fields, line);
      } else {
        fields.add(field(line));
      }
    }
  }

  private static void unfold(List<Field> fields, byte[] line) throws WireException {
    if (fields.isEmpty()) {
      throw new WireException("the server sent a header line that begins with a space");
    }
    Field before = fields.removeLast();
    String more = Fields.trimmed(RawText.decode(line));
    fields.add(new Field(before.name(), Fields.trimmed(before.value() + " " + more)));
  }

  private static Field field(byte[] line) throws WireException {
    int colon = 0;
    while (colon < line.length && line[colon] != ':') {
      colon++;
    }
    String name = Fields.trimmed(RawText.decode(Arrays.copyOf(line, colon)));
    if (colon == line.length) {
      throw new WireException("the server sent a header line without a colon");
    } else if (name.isEmpty()) {
      throw new WireException("the server sent a header line without a name");
    }
    String value = RawText.decode(Arrays.copyOfRange(line, colon + 1, line.length));
    return new Field(name, Fields.trimmed(value));
  }

  /** A line without its end. */
  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    boolean returned = false;
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new WireException(all.size() == 0 ? WireException.NO_ANSWER : WireException.CUT_OFF);
      }
      all.write(next);
      if (next == '\n') {
        return line.toByteArray();
      } else if (returned) {
        throw new WireException("the server sent a header with a carriage return in it");
      } else if (next == 0) {
        throw new WireException("the server sent a header with a NUL byte in it");
      } else if (all.size() > MAX_BYTES) {
        throw new WireException(
            "the server sent a head of more than %d bytes".formatted(MAX_BYTES));
      }
      returned = next == '\r';
      if (!returned) {
        line.write(next);
      }
    }
  }
}
