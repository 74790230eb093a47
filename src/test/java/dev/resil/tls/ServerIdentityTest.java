package dev.resil.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import javax.net.ssl.SNIServerName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerIdentityTest {
  /** Java refuses some of these, which servers have nonetheless. */
  @ParameterizedTest
  @ValueSource(strings = {"example.com", "web_1", "a_b.example", "-x.example", "1.2.3.x"})
  void shouldAskForEveryName(String host) {
    assertThat(
            ServerIdentity.indication(host)
                .map(SNIServerName::getEncoded)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII)))
        .contains(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "fe80::1"})
  void shouldNotAskForAnAddress(String host) {
    assertThat(ServerIdentity.indication(host)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "web_1.example, web_1.example, true",
    "WEB_1.example., web_1.EXAMPLE, true",
    "*.example.com, web_1.example.com, true",
    "*.example.com, example.com, false",
    "*.example.com, a.b.example.com, false",
    "*.com, example.com, false",
    "*, example, false",
    "w*.example.com, web.example.com, false",
  })
  void shouldMatchNames(String pattern, String host, boolean matches) {
    assertThat(ServerIdentity.matches(pattern, host)).isEqualTo(matches);
  }
}
