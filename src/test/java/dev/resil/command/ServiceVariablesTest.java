package dev.resil.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The process that a service manager's variables name. */
class ServiceVariablesTest {
  private static ServiceVariables of(Map<String, String> environment) {
    return ServiceVariables.of(name -> Optional.ofNullable(environment.get(name)), 42);
  }

  @Test
  void shouldGiveTheCommandVariablesThatNameResil() {
    assertThat(of(Map.of("LISTEN_PID", "42", "WATCHDOG_PID", "42", "SYSTEMD_EXEC_PID", "42")))
        .returns(Set.of("LISTEN_PID", "WATCHDOG_PID", "SYSTEMD_EXEC_PID"), ServiceVariables::own)
        .returns(Set.of("LISTEN_PIDFDID"), ServiceVariables::stale);
  }

  @Test
  void shouldKeepVariablesThatNameAnotherProcess() {
    assertThat(of(Map.of("LISTEN_PID", "7", "WATCHDOG_PID", "", "LISTEN_PIDFDID", "1")))
        .isEqualTo(new ServiceVariables(Set.of(), Set.of()));
    assertThat(of(Map.of())).isEqualTo(new ServiceVariables(Set.of(), Set.of()));
  }
}
