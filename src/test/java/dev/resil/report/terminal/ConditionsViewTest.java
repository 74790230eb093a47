package dev.resil.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.posix.Posix;
import dev.resil.posix.TerminalSize;
import dev.resil.posix.Terminals;
import dev.resil.run.ConditionState;
import dev.resil.run.FakeTime;
import dev.resil.run.RunEvent;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionsViewTest {
  private static final String ERASE = "\r\033[J";

  private final FakeTime time = new FakeTime();
  private final StringBuilder terminal = new StringBuilder();
  private final ConditionsView view = new ConditionsView(posix(), time, terminal::append);

  /** A terminal of 80 columns and 5 rows. */
  private static Posix posix() {
    Terminals terminals =
        only(Terminals.class, Map.of("size", Optional.of(new TerminalSize(5, 80))));
    return only(
        Posix.class, Map.of("terminalColumns", 80, "inForeground", true, "terminals", terminals));
  }

  private static <T> T only(Class<T> type, Map<String, Object> results) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> results.get(method.getName())));
  }

  private static ConditionState state(String name, boolean met) {
    return new ConditionState(
        name, false, met, Optional.of("Connection refused"), Duration.ofMillis(1234));
  }

  private String shown(List<ConditionState> states) {
    view.on(new RunEvent.WaitStarted(() -> states));
    assertThat(terminal).isEmpty();
    time.pass(Duration.ofMillis(250));
    assertThat(view.due().orElseThrow() - time.nanos()).isLessThanOrEqualTo(0);
    view.run();
    return terminal.toString();
  }

  @Test
  void shouldShowALineForEachUnmetCondition() {
    assertThat(shown(List.of(state("tcp:a:1", false), state("b", true), state("c", false))))
        .isEqualTo(
            ERASE
                + "resil: waiting for tcp:a:1: Connection refused, for 1.2s\n"
                + "resil: waiting for c: Connection refused, for 1.2s\033[1A\r");
  }

  @Test
  void shouldDrawOnlyWhatHasChangedAndWipeItForMessages() {
    List<ConditionState> states = new ArrayList<>(List.of(state("a", false), state("b", false)));
    shown(states);
    terminal.setLength(0);
    view.run();
    assertThat(terminal).isEmpty();
    view.on(new RunEvent.ConditionChanged(state("a", true), false));
    assertThat(terminal).hasToString(ERASE);
    view.on(new RunEvent.WaitEnded(states, RunEvent.WaitEnded.Kind.MET));
    assertThat(view.due()).isEmpty();
    assertThat(terminal).hasToString(ERASE);
  }

  @Test
  void shouldLeaveRoomOnTheTerminal() {
    List<ConditionState> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(state("file:" + i, false));
    }
    String drawn = shown(many);
    assertThat(drawn.split("\n", -1)).hasSize(3);
    assertThat(drawn).contains("file:0", "file:1", "and 198 more").endsWith("\033[2A\r");
  }
}
