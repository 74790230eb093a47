package dev.resil.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration files as people have them, and as an enemy would write them. */
class TomlReaderTest {
  private static final String TEXT = "# caf\u00e9\n[defaults]\nname = '\u20ac'\n";
  private static final String BAD = "[defaults]\nname = '";

  private static ConfigFile read(byte[] content) {
    return TomlReader.read("f", content);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, ''",
    "UTF-8, '\ufeff'",
    "UTF-16BE, '\ufeff'",
    "UTF-16LE, '\ufeff'",
  })
  void shouldUnderstand(Charset encoding, String mark) {
    for (String text : new String[] {TEXT, TEXT.replace("\n", "\r\n")}) {
      ConfigFile file = read((mark + text).getBytes(encoding));
      assertThat(file.problems()).isEmpty();
      assertThat(file.defaults().get("name").value().words()).containsExactly("\u20ac");
    }
  }

  private static Stream<String[]> shouldNameTheLineOfWhatItCannotRead() {
    return Stream.of(
        new String[] {"ISO-8859-1", "# caf\u00e9\n" + BAD, "f:1: byte 6 of the line, 0xe9, is not"},
        new String[] {"ISO-8859-1", BAD + "\u00e9'\n", "f:2: byte 9 of the line, 0xe9, is not"},
        new String[] {"ISO-8859-1", "[defaults]\nn\u00e4me = 1\n", "f:2: byte 2 of the line, 0xe4"},
        new String[] {
          "UTF-16BE", TEXT, "f:1: byte 1 of the line is NUL; save the file as UTF-8, or"
        },
        new String[] {
          "UTF-16LE", TEXT, "f:1: byte 2 of the line is NUL; save the file as UTF-8, or"
        },
        new String[] {"ISO-8859-1", BAD + "\0'\n\u00e9", "f:2: byte 9 of the line is NUL; "});
  }

  @ParameterizedTest
  @MethodSource
  void shouldNameTheLineOfWhatItCannotRead(String encoding, String text, String problem) {
    assertThat(read(text.getBytes(Charset.forName(encoding))).problems())
        .singleElement()
        .extracting(ConfigProblem::text)
        .asString()
        .startsWith(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{b=", "[{b=", "b.", "\"b\" . "})
  void shouldLimitDepth(String level) {
    String levels = level.repeat(100_000);
    String text = level.contains(".") ? levels + "a = 1" : "a = " + levels;
    assertThat(read(text.getBytes(StandardCharsets.UTF_8)).problems())
        .isNotEmpty()
        .first()
        .extracting(ConfigProblem::text)
        .asString()
        .startsWith("f:1: Nesting is too deep");
  }
}
