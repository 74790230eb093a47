package dev.resil.report.terminal;

import dev.resil.posix.Posix;
import dev.resil.posix.TerminalSize;
import dev.resil.run.Alarm;
import dev.resil.run.ConditionState;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.Time;
import dev.resil.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Shows the conditions of a wait on a terminal, one in each line, redrawn in place. */
public final class ConditionsView implements RunListener, Alarm {
  private static final int STDERR = 2;
  private static final long PERIOD_NANOS = 250_000_000;

  /** The rows of a terminal of unknown size. */
  private static final int USUAL_ROWS = 24;

  private final Posix posix;
  private final Time time;
  private final StatusLine lines;
  private Optional<Supplier<List<ConditionState>>> states = Optional.empty();
  private long next;

  /**
   * A view that shows nothing yet.
   *
   * @param terminal writes text to the terminal unchanged
   */
  public ConditionsView(Posix posix, Time time, Consumer<String> terminal) {
    this.posix = posix;
    this.time = time;
    this.lines = new StatusLine(posix, terminal);
  }

  @Override
  public void on(RunEvent event) {
    lines.wipe();
    switch (event) {
      case RunEvent.WaitStarted(var source) -> {
        states = Optional.of(source);
        next = time.nanos() + PERIOD_NANOS;
      }
      case RunEvent.WaitEnded _ -> states = Optional.empty();
      default -> {}
    }
  }

  @Override
  public OptionalLong due() {
    return states.isPresent() ? OptionalLong.of(next) : OptionalLong.empty();
  }

  @Override
  public void run() {
    next = time.nanos() + PERIOD_NANOS;
    states.map(Supplier::get).ifPresent(this::draw);
  }

  private void draw(List<ConditionState> all) {
    List<ConditionState> unmet = all.stream().filter(state -> !state.met()).toList();
    int room = Math.max(1, rows() - 2);
    int shown = unmet.size() <= room ? unmet.size() : room - 1;
    List<String> texts = new ArrayList<>();
    unmet.stream().limit(shown).map(ConditionsView::text).forEach(texts::add);
    if (shown < unmet.size()) {
      texts.add("resil: and %d more".formatted(unmet.size() - shown));
    }
    if (!texts.isEmpty()) {
      lines.draw(texts);
    }
  }

  private int rows() {
    int rows = posix.terminals().size(STDERR).map(TerminalSize::rows).orElse(0);
    return rows > 0 ? rows : USUAL_ROWS;
  }

  private static String text(ConditionState state) {
    return "resil: waiting "
        + (state.negated() ? "for the end of " : "for ")
        + state.condition()
        + ": "
        + state.answer().orElse("no answer yet")
        + ", for "
        + Durations.format(tenths(state.waited()));
  }

  private static Duration tenths(Duration time) {
    return Duration.ofMillis(time.toMillis() / 100 * 100);
  }
}
