package dev.resil.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.posix.Posix;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostTest {
  @Test
  void shouldReadTheDistributionWithAndWithoutQuotes() {
    assertThat(Host.distribution(Optional.of("ID=x\nPRETTY_NAME=\"Debian GNU/Linux 13\"\n")))
        .contains("Debian GNU/Linux 13");
    assertThat(Host.distribution(Optional.of("PRETTY_NAME='A'\n"))).contains("A");
    assertThat(Host.distribution(Optional.of("PRETTY_NAME=Alpine\n"))).contains("Alpine");
    assertThat(Host.distribution(Optional.of("ID=x\n"))).isEmpty();
    assertThat(Host.distribution(Optional.empty())).isEmpty();
  }

  @Test
  void shouldFindThisHost() {
    Host host = Host.find(Posix.get());

    assertThat(host.libc()).matches("glibc \\d+\\.\\d+|musl|the system's");
    assertThat(host.processors()).isPositive();
    assertThat(host.user()).isEqualTo(Integer.toUnsignedLong(Posix.get().effectiveUser()));
  }
}
