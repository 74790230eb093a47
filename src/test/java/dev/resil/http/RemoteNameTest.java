package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteNameTest {
  private static String name(String disposition) {
    return RemoteName.of(List.of(disposition)).orElse("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # RFC 6266, 5
          Attachment; filename=example.html                                   | example.html
          INLINE; FILENAME= "an example.html"                                 | an example.html
          attachment; filename*= UTF-8''%e2%82%ac%20rates                     | \u20ac rates
          attachment; filename="EURO rates"; filename*=utf-8''%e2%82%ac%20rates | \u20ac rates
          attachment; filename*=utf-8'en'a; filename=b                        | a
          attachment; filename*=ISO-8859-1''%a3                               | \u00a3
          # what cannot be decoded does not count
          attachment; filename*=UTF-8''%ff; filename=b                        | b
          attachment; filename*=UTF-16''a; filename=b                         | b
          attachment; filename*=a; filename=b                                 | b
          # syntax
          attachment; filename="a\\"b;c.txt"; x=y                             | a"b;c.txt
          attachment; filename=a b.txt ; x=y                                  | a b.txt
          attachment; filename=a; filename=b                                  | a
          attachment;filename=a                                               | a
          attachment; xfilename=a                                             | none
          attachment; x="; filename=a"                                        | none
          attachment                                                          | none
          filename=a; x=y                                                     | a
          attachment; filename=                                               | none
          attachment; filename="unclosed                                      | "unclosed
          attachment; filename='a b.txt'; x=y                                 | a b.txt
          attachment; filename='unclosed                                      | unclosed
          attachment; filename=it's                                           | it's
          # hostile names
          attachment; filename="../../etc/passwd"                             | passwd
          attachment; filename="/etc/passwd"                                  | passwd
          attachment; filename="C:\\\\x\\\\evil.txt"                          | evil.txt
          attachment; filename*=UTF-8''..%2f..%2fevil                         | evil
          attachment; filename="a/"                                           | none
          attachment; filename=".."                                           | none
          attachment; filename="...."                                         | none
          attachment; filename=".bashrc"                                      | _bashrc
          attachment; filename="-rf"                                          | _rf
          attachment; filename*=UTF-8''a%00%0a%1b%7fb                         | a____b
          attachment; filename*=UTF-8''gpj%e2%80%ae.exe                       | gpj_.exe
          """)
  void shouldReadTheNameOfADownload(String disposition, String expected) {
    assertThat(name(disposition)).isEqualTo(expected);
  }

  @Test
  void shouldFitInAFolder() {
    assertThat(name("attachment; filename=" + "a".repeat(300))).isEqualTo("a".repeat(255));
    assertThat(name("attachment; filename*=UTF-8''" + "%e2%82%ac".repeat(100))).hasSize(85);
    assertThat(RemoteName.of(List.of())).isEmpty();
  }
}
