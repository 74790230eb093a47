package dev.resil.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateLocationTest {
  @Test
  void shouldTakeTheOptionFirst() throws StateException {
    assertThat(
            choose(
                "/option",
                Map.of("RESIL_STATE", "/own", "XDG_STATE_HOME", "/xdg", "HOME", "/home/me")))
        .isEqualTo(Path.of("/option"));
  }

  @Test
  void shouldTakeItsOwnVariableNext() throws StateException {
    assertThat(choose(Map.of("RESIL_STATE", "/own", "XDG_STATE_HOME", "/xdg", "HOME", "/home/me")))
        .isEqualTo(Path.of("/own"));
  }

  @Test
  void shouldTakeTheXdgFolderNext() throws StateException {
    assertThat(choose(Map.of("XDG_STATE_HOME", "/xdg", "HOME", "/home/me")))
        .isEqualTo(Path.of("/xdg/resil"));
  }

  @Test
  void shouldTakeTheHomeFolderLast() throws StateException {
    assertThat(choose(Map.of("HOME", "/home/me")))
        .isEqualTo(Path.of("/home/me/.local/state/resil"));
  }

  @Test
  void shouldTakeEmptyVariablesAsUnset() throws StateException {
    assertThat(choose(Map.of("RESIL_STATE", "", "XDG_STATE_HOME", "", "HOME", "/home/me")))
        .isEqualTo(Path.of("/home/me/.local/state/resil"));
  }

  @Test
  void shouldIgnoreARelativeXdgFolder() throws StateException {
    assertThat(choose(Map.of("XDG_STATE_HOME", "state", "HOME", "/home/me")))
        .isEqualTo(Path.of("/home/me/.local/state/resil"));
  }

  @Test
  void shouldMakeAPathAbsolute() throws StateException {
    assertThat(choose("some/../state", Map.of())).isEqualTo(Path.of("state").toAbsolutePath());
  }

  @Test
  void shouldExplainHowToNameAFolderWithoutAHome() {
    assertThatThrownBy(() -> choose(Map.of()))
        .isInstanceOf(StateException.class)
        .hasMessage(
            "no state folder, since HOME is not set: name one with --state DIR or RESIL_STATE")
        .extracting(e -> ((StateException) e).problem())
        .isEqualTo(StateException.Problem.NO_PLACE);
  }

  @Test
  void shouldRefuseAnInvalidPath() {
    assertThatThrownBy(() -> choose("", Map.of())).hasMessage("--state '': the name is empty");
    assertThatThrownBy(() -> choose("a\0b", Map.of()))
        .isInstanceOf(StateException.class)
        .hasMessage("--state a\\x00b: the name contains a NUL character");
  }

  private static Path choose(Map<String, String> environment) throws StateException {
    return StateLocation.choose(Optional.empty(), environment::get);
  }

  private static Path choose(String option, Map<String, String> environment) throws StateException {
    return StateLocation.choose(Optional.of(option), environment::get);
  }
}
