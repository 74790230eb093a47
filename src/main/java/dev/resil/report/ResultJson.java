package dev.resil.report;

import dev.resil.json.Json;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.run.Attempt;
import dev.resil.run.Ending;
import dev.resil.run.Fallback;
import dev.resil.run.RunResult;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** The result of a run, the same in all JSON output. */
public final class ResultJson {
  /** The endings with which the run exits with the last attempt's code. */
  private static final Set<Ending.Kind> AFTER_AN_ATTEMPT =
      EnumSet.of(
          Ending.Kind.SUCCEEDED,
          Ending.Kind.ATTEMPTS_EXHAUSTED,
          Ending.Kind.BUDGET_SPENT,
          Ending.Kind.NOT_RETRIED,
          Ending.Kind.TIME_LIMIT);

  private ResultJson() {}

  /** Writes the members into the open object. */
  static void write(JsonGenerator json, RunResult result) {
    json.writeStringProperty("result", result.summary());
    json.writeStringProperty("reason", result.kind().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("exit_code", result.exitCode());
    json.writeStringProperty("exit_code_from", from(result));
    if (result.isFlaky()) {
      json.writeBooleanProperty("flaky", true);
    }
    if (result.interrupted().isPresent()) {
      json.writeStringProperty("signal", Signals.name(result.interrupted().getAsInt()));
    } else {
      json.writeNullProperty("signal");
    }
    result.answer().ifPresent(answer -> write(json, answer));
  }

  private static void write(JsonGenerator json, Fallback.Answer answer) {
    json.writeObjectPropertyStart("fallback");
    json.writeStringProperty("source", source(answer.source()));
    json.writeStringProperty("outcome", answer.outcome().name());
    Json.duration(json, "age", answer.age());
    json.writeEndObject();
  }

  /** The name of a fallback source. */
  public static String source(Fallback.Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }

  private static String from(RunResult result) {
    if (result.interrupted().isEmpty() && result.answer().isPresent()) {
      return "fallback";
    }
    return isCommands(result) ? "command" : "resil";
  }

  /** Whether the exit code is the command's own: it may exit with 124 or 125 itself. */
  private static boolean isCommands(RunResult result) {
    return result.interrupted().isEmpty()
        && !result.isMapped()
        && AFTER_AN_ATTEMPT.contains(result.kind())
        && result
            .last()
            .map(Attempt.Ended::outcome)
            .map(outcome ->
                outcome instanceof Outcome.Timeout timeout
                    ? timeout.preserved().orElse(timeout)
                    : outcome)
            .filter(outcome -> outcome.equals(new Outcome.Exit(result.exitCode())))
            .isPresent();
  }
}
