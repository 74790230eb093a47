package dev.resil.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.text.RawText;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The variables that a hook writes to a file. */
class VariableLinesTest {
  private static Map<String, String> parse(String content) {
    return VariableLines.parse(RawText.encode(content));
  }

  @Test
  void shouldReadNamesAndValuesLiterally() {
    assertThat(parse("A=1\n\nB= \"x\" # = \r\nC=\nA=2"))
        .isEqualTo(Map.of("A", "2", "B", " \"x\" # = \r", "C", ""));
    assertThat(parse("")).isEmpty();
  }

  @Test
  void shouldReadValuesOfSeveralLines() {
    assertThat(parse("A<<EOF\n1\n EOF\nB=2\nEOF\nC<<x\nx\nD=<<y"))
        .isEqualTo(Map.of("A", "1\n EOF\nB=2", "C", "", "D", "<<y"));
  }

  @Test
  void shouldNameTheLineButShowNothingOfIt() {
    assertThatThrownBy(() -> parse("A=1\nse cret=x")).hasMessageStartingWith("line 2 ");
    assertThatThrownBy(() -> parse("A=1\n\nsecret")).hasMessage("line 3 is not NAME=value");
    assertThatThrownBy(() -> parse("A<<secret\nsecret2")).hasMessageNotContaining("secret");
  }

  @Property
  void shouldReadBackWhatItIsGiven(
      @ForAll @Size(max = 5) Map<@AlphaChars @NotEmpty String, String> variables) {
    Map<String, String> written = new LinkedHashMap<>();
    StringBuilder lines = new StringBuilder();
    variables.forEach((name, value) -> {
      String bytes = RawText.decode(RawText.encode(value.replace('\0', ' ')));
      written.put(name, bytes);
      boolean severalLines = bytes.indexOf('\n') >= 0;
      lines.append(
          severalLines ? name + "<<+end+\n" + bytes + "\n+end+\n" : name + "=" + bytes + "\n");
    });

    assertThat(parse(lines.toString())).isEqualTo(written);
  }
}
