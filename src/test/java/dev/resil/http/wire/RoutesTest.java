package dev.resil.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  @ParameterizedTest
  @CsvSource({
    "a:80:b:81, a, 80, b, 81",
    "A:80:B:81, a, 80, b, 81",
    "::b:81, a, 80, b, 81",
    "a::b:, a, 80, b, 80",
    "a:80::81, a, 80, a, 81",
    "a:81:b:82, a, 80, a, 80",
    "c:80:b:82, a, 80, a, 80",
    "[::1]:80:[::2]:81, ::1, 80, ::2, 81"
  })
  void shouldConnectElsewhere(String detour, String host, int port, String toHost, int toPort) {
    Routes routes =
        new Routes(
            Routes.Family.ANY, List.of(), List.of(Routes.Detour.parse(detour)), Optional.empty());

    assertThat(routes.detour(host, port)).isEqualTo(new Routes.Endpoint(toHost, toPort));
  }

  @Test
  void shouldTakeTheFirstOwnAddressOfTheFamily() throws UnknownHostException {
    List<Routes.Fixed> fixed =
        Stream.of("no.invalid:80:192.0.2.1,[2001:db8::1]", "*:81:192.0.2.2")
            .map(Routes.Fixed::parse)
            .toList();
    Routes four = new Routes(Routes.Family.IPV4, fixed, List.of(), Optional.empty());
    Routes six = new Routes(Routes.Family.IPV6, fixed, List.of(), Optional.empty());

    assertThat(four.addresses(new Routes.Endpoint("NO.invalid", 80)))
        .containsExactly(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(six.addresses(new Routes.Endpoint("no.invalid", 80)))
        .containsExactly(InetAddress.ofLiteral("2001:db8::1"));
    assertThat(four.addresses(new Routes.Endpoint("any.invalid", 81)))
        .containsExactly(InetAddress.ofLiteral("192.0.2.2"));
    assertThatThrownBy(() -> six.addresses(new Routes.Endpoint("any.invalid", 81)))
        .isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.localhost", "X.y.LOCALHOST."})
  void shouldFindLocalNamesHere(String host) throws UnknownHostException {
    assertThat(Routes.DIRECT.addresses(new Routes.Endpoint(host, 80)))
        .allMatch(InetAddress::isLoopbackAddress);
    Routes own =
        new Routes(
            Routes.Family.ANY,
            List.of(Routes.Fixed.parse(host + ":80:192.0.2.1")),
            List.of(),
            Optional.empty());
    assertThat(own.addresses(new Routes.Endpoint(host, 80)))
        .containsExactly(InetAddress.ofLiteral("192.0.2.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a:80", "a:80:", "a:80:b", "a:99999:1.2.3.4", ":80:1.2.3.4"})
  void shouldRejectOtherAddresses(String text) {
    assertThatThrownBy(() -> Routes.Fixed.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a:80:b", "a:80:b:x", "a:80:b:99999", "a:b:c:d"})
  void shouldRejectOtherDetours(String text) {
    assertThatThrownBy(() -> Routes.Detour.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
