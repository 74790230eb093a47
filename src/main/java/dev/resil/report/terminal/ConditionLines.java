package dev.resil.report.terminal;

import dev.resil.run.ConditionState;
import dev.resil.run.RunEvent;
import dev.resil.text.Durations;
import java.util.List;
import java.util.function.Consumer;

/** Messages about the conditions of a wait: one for each new answer, and those about its end. */
final class ConditionLines {
  private final Style style;
  private final Consumer<String> lines;
  private final Consumer<String> details;

  /**
   * Messages about a wait.
   *
   * @param details takes those that only a verbose run shows
   */
  ConditionLines(Style style, Consumer<String> lines, Consumer<String> details) {
    this.style = style;
    this.lines = lines;
    this.details = details;
  }

  /** A condition has a new answer; one that holds at once needs no message. */
  void changed(RunEvent.ConditionChanged change) {
    boolean atOnce = change.first() && change.state().met();
    (atOnce ? details : lines).accept(text(change.state()));
  }

  private String text(ConditionState state) {
    if (!state.met()) {
      String what = (state.negated() ? "for the end of " : "for ") + state.condition();
      return style.warning("waiting " + what) + answer(state);
    }
    String what = state.condition() + (state.negated() ? " no longer holds" : " holds");
    return style.good(what) + answer(state) + ", after " + Durations.format(state.waited());
  }

  /** The wait is over: names each condition that was waited for in vain. */
  void ended(RunEvent.WaitEnded ended) {
    List<ConditionState> unmet = ended.states().stream().filter(state -> !state.met()).toList();
    switch (ended.kind()) {
      case MET, INTERRUPTED -> {}
      case OUT_OF_TIME -> unmet.forEach(state -> say(state, outOfTime(state)));
      case HOPELESS -> {
        unmet.forEach(state -> say(state, state.negated() ? " holds" : " does not hold"));
        lines.accept("no longer waiting: --fail-fast");
      }
    }
  }

  private void say(ConditionState state, String what) {
    lines.accept(style.bad(state.condition() + what) + answer(state));
  }

  private static String outOfTime(ConditionState state) {
    return (state.negated() ? " still held after " : " did not hold within ")
        + Durations.format(state.waited());
  }

  private static String answer(ConditionState state) {
    return ": " + state.answer().orElse("no answer");
  }
}
