package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetrcTest {
  @Test
  void shouldFindTheFirstEntryOfAHostElseTheDefault() {
    Netrc netrc =
        Netrc.parse(
            """
            # machine c login nobody
            machine a login one password two
            machine b
              password four
              login three
            macdef init
            machine c login nobody

            default login any password thing
            """);

    assertThat(netrc.find("a")).contains(new Credentials("one", "two"));
    assertThat(netrc.find("b")).contains(new Credentials("three", "four"));
    assertThat(netrc.find("c")).contains(new Credentials("any", "thing"));
    assertThat(Netrc.parse("").find("a")).isEmpty();
  }

  /** Otherwise one host's password would be sent to another. */
  @ParameterizedTest
  @ValueSource(strings = {"default", "machine"})
  void shouldTakeAValueForNothingElse(String word) {
    Netrc netrc = Netrc.parse("machine a login %s password %s\n".formatted(word, word));

    assertThat(netrc.find("a")).contains(new Credentials(word, word));
    assertThat(netrc.find("password")).isEmpty();
    assertThat(netrc.find("b")).isEmpty();
  }
}
