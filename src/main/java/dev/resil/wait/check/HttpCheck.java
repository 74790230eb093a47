package dev.resil.wait.check;

import dev.resil.http.Probes;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutcomeSet;
import dev.resil.wait.Answer;
import java.util.Optional;

/**
 * Makes an HTTP request.
 *
 * @param success the outcomes of a good answer
 */
record HttpCheck(Probes.Probe probe, OutcomeSet success) implements Check {
  @Override
  public Answer answer() {
    Probes.Result result = probe.send();
    Outcome outcome = result.outcome();
    if (outcome instanceof Outcome.ResilFailed(String reason)) {
      return Answer.unknown(reason);
    }
    return new Answer(
        success.contains(outcome, result.printed()) ? Answer.State.HOLDS : Answer.State.FAILS,
        words(outcome),
        Optional.of(outcome),
        result.printed());
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Status(int code, _) -> "status " + code;
      case Outcome.Unanswered(_, String reason) -> reason;
      default -> outcome.name();
    };
  }

  @Override
  public void cancel() {
    probe.cancel();
  }
}
