package dev.resil.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The text of a configuration file, as editors write it. */
sealed interface TomlText {
  /** The text, without a byte order mark. */
  record Decoded(String text) implements TomlText {}

  /** The file is not text in a known encoding. */
  record Malformed(ConfigProblem problem) implements TomlText {}

  /** Decodes UTF-8, or UTF-16 if a byte order mark says so. */
  static TomlText of(String file, byte[] content) {
    return switch (mark(content)) {
      case 0xfeff -> utf16(file, content, StandardCharsets.UTF_16BE);
      case 0xfffe -> utf16(file, content, StandardCharsets.UTF_16LE);
      default -> utf8(file, content);
    };
  }

  private static int mark(byte[] content) {
    return content.length < 2 ? 0 : (content[0] & 0xff) << 8 | (content[1] & 0xff);
  }

  private static TomlText utf16(String file, byte[] content, Charset charset) {
    try {
      ByteBuffer text = ByteBuffer.wrap(content, 2, content.length - 2);
      return new Decoded(charset.newDecoder().decode(text).toString());
    } catch (CharacterCodingException e) {
      return new Malformed(new ConfigProblem(file, 1, "not valid UTF-16; save the file as UTF-8"));
    }
  }

  private static TomlText utf8(String file, byte[] content) {
    boolean marked =
        content.length >= 3
            && content[0] == (byte) 0xef
            && content[1] == (byte) 0xbb
            && content[2] == (byte) 0xbf;
    ByteBuffer in = ByteBuffer.wrap(content);
    in.position(marked ? 3 : 0);
    CharBuffer out = CharBuffer.allocate(content.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    int bad = result.isError() ? in.position() : content.length;
    int nul = 0;
    while (nul < bad && content[nul] != 0) {
      nul++;
    }
    if (nul < bad) {
      String remedy = "is NUL; save the file as UTF-8, or as UTF-16 with a byte order mark";
      return new Malformed(problem(file, content, nul, "byte %d of the line " + remedy));
    }
    return result.isError()
        ? new Malformed(
            problem(
                file,
                content,
                bad,
                "byte %d of the line, 0x%02x, is not UTF-8; save the file as UTF-8"))
        : new Decoded(out.flip().toString());
  }

  private static ConfigProblem problem(String file, byte[] content, int position, String text) {
    String before = new String(Arrays.copyOf(content, position), StandardCharsets.ISO_8859_1);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = position - before.lastIndexOf('\n');
    return new ConfigProblem(file, line, text.formatted(column, content[position]));
  }
}
