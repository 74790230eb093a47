package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.text.RawText;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetrcTest {
  private static String found(String text, String host, String user) {
    return Netrc.parse(text)
        .find(host, Optional.ofNullable(user))
        .map(credentials -> credentials.user() + ":" + credentials.password())
        .orElse("none");
  }

  /** In a text, ~ is the end of a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # words
          machine h login a password b                                 | | a:b
          machine h~  password b~  login a                             | | a:b
          MACHINE H LOGIN a PASSWORD b                                 | | a:b
          machine h login a#c password b#d                             | | a#c:b#d
          machine h login a # comment~password b                       | | a:b
          machine h login a password #b                                | | a:
          # machine h login no password no~machine h login a password b | | a:b
          machine h login a password b\\t\\f~                          | | a:b
          machine h account x login a password b                       | | a:b
          machine h account login login a password b                   | | a:b
          machine h unknown login a password b                         | | a:b
          # quotes
          machine h login "a b" password "c\\"d\\\\e\\nf\\xg"          | | a b:c"d\\e~fxg
          machine h login "" password b                                | | :b
          machine "h" login "a"b password c                            | | a:c
          machine h login a" password b"c                              | | a":b"c
          # several
          machine h login a password b~machine h login c password d    | | a:b
          machine h login a password b~machine h login c password d    |c| c:d
          machine h login a password b login c password d              |c| c:d
          machine h password b login a password d login c              |c| c:d
          machine h login a password b~machine h login c password d    |x| none
          machine h login a~machine h login c password d               | | c:d
          machine h password x password b login a                      | | a:b
          machine h password x~machine h password b login a            |a| a:b
          machine h password x password b login a password d login c   |c| c:d
          machine h~machine h login a password b                       | | a:b
          machine h login a                                            | | a:
          machine h login a                                            |a| a:
          machine h password b                                         | | :b
          machine h password b                                         |x| x:b
          machine g login a password b                                 | | none
          machine h                                                    | | none
          # default
          default login q password z                                   | | q:z
          default login q password z                                   |q| q:z
          default login q password z                                   |x| none
          machine h~default login q password z                         | | q:z
          machine h login a password b~default login q password z      | | a:b
          # macros
          macdef m~machine h login no password no~~machine h login a password b | | a:b
          macdef m~machine h login no password no                      | | none
          machine h login a password b~macdef init~password no~~       | | a:b
          macdef m~no~ ~machine h login no password no~~machine h login a password b | | a:b
          """)
  void shouldFindAsCurlDoes(String text, String user, String expected) {
    String file = text.replace("~", "\n").replace("\\t\\f", "\t\f");

    assertThat(found(file, "h", user)).isEqualTo(expected.replace("~", "\n"));
    assertThat(found(file.replace("\n", "\r\n"), "H", user)).isEqualTo(expected.replace("~", "\n"));
  }

  @Test
  void shouldKeepAnyBytes() {
    String text = RawText.decode(new byte[] {'p', (byte) 0xff, (byte) 0xc3, (byte) 0xa4});
    Netrc netrc = Netrc.parse("machine h login a password " + text + "\n");

    assertThat(netrc.find("h", Optional.empty()).orElseThrow().basic())
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(
                        new byte[] {'a', ':', 'p', (byte) 0xff, (byte) 0xc3, (byte) 0xa4}));
  }

  @Test
  void shouldRejectAQuoteThatIsNotClosed() {
    assertThatThrownBy(() -> Netrc.parse("machine h\nlogin \"a\\\" password b\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("has a quote in line 2 that is not closed");
  }

  /** Otherwise one host's password would be sent to another. */
  @ParameterizedTest
  @ValueSource(strings = {"default", "machine", "macdef"})
  void shouldTakeAValueForNothingElse(String word) {
    String text = "machine a login %s password %s\n".formatted(word, word);

    assertThat(found(text, "a", null)).isEqualTo(word + ":" + word);
    assertThat(found(text, "password", null)).isEqualTo("none");
    assertThat(found(text, "b", null)).isEqualTo("none");
  }
}
