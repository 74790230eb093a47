package dev.resil.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.cli.options.UsageException;
import dev.resil.http.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormDataTest {
  @TempDir private Path folder;

  /** Words are separated by bars, files by slashes; each word is NAME=VALUE. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      textBlock =
          """
          @a -> =@a
          @a,b -> =@a / =@b
          @a;type=x/y , b;filename=c -> =@a | type=x/y / =@b | filename=c
          @"a,b" -> =@a,b
          @a;filename="b,c",d -> =@a | filename=b,c / =@d
          @a;TYPE=x/y;charset=z;FileName=c -> =@a | type=x/y;charset=z | filename=c
          @a;type=x/y;charset=z,b -> =@a | type=x/y;charset=z / =@b
          a,b -> =a,b
          <a,b -> =<a,b
          a;type=x/y -> =a | type=x/y
          """)
  void shouldSeparateFilesByCommas(String text, String expected) {
    List<String> files =
        FormWords.of(text).stream()
            .map(words ->
                String.join(
                    " | ", words.stream().map(word -> word.name() + "=" + word.value()).toList()))
            .toList();
    assertThat(String.join(" / ", files)).isEqualTo(expected);
  }

  @Test
  void shouldPutSeveralFilesIntoOnePart() throws IOException {
    Path a = Files.writeString(folder.resolve("a.txt"), "A");
    Path b = Files.writeString(folder.resolve("b"), "B");
    Content content =
        FormData.of(
            List.of(new Given("--form", "f=@%s;filename=n,%s;type=x/y".formatted(a, b), 0)),
            Optional.empty());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    String body = bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "|");
    String outer = content.type().orElseThrow().replaceFirst(".*boundary=", "");
    String inner = body.replaceFirst(".*multipart/mixed; boundary=([^|]*).*", "$1");
    assertThat(inner).isNotEqualTo(outer);
    assertThat(body.replace(inner, "INNER").replace(outer, "OUTER"))
        .isEqualTo(
            "--OUTER|Content-Disposition: form-data; name=\"f\"|"
                + "Content-Type: multipart/mixed; boundary=INNER||"
                + "--INNER|Content-Disposition: attachment; filename=\"n\"|"
                + "Content-Type: text/plain||A|"
                + "--INNER|Content-Disposition: attachment; filename=\"b\"|"
                + "Content-Type: x/y||B|"
                + "--INNER--||--OUTER--|");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f=a;type= | has an invalid media type; write it as type=text/plain",
        "f=a;type=text | has an invalid media type; write it as type=text/plain",
        "f=a;TYPE=/x | has an invalid media type; write it as type=text/plain",
        "f=a;encoder=base64 | has an encoder; HTTP sends any bytes as they are (RFC 7578, 4.7)",
        "f=a;b | has an unknown part after ';'; quote text as 'NAME=\"a;b\"'",
      })
  void shouldRefuseOtherParts(String part, String error) {
    assertThatThrownBy(() -> FormData.of(List.of(new Given("--form", part, 0)), Optional.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessage("--form " + part + ": " + error);
  }
}
