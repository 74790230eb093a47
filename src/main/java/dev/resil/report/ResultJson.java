package dev.resil.report;

import dev.resil.json.Json;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.Signals;
import dev.resil.run.Fallback;
import dev.resil.run.RunResult;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** What a run came to, the same wherever it is told as JSON. */
public final class ResultJson {
  /** The reasons for which the last attempt's code is the run's. */
  private static final Set<RunResult.Reason> AFTER_AN_ATTEMPT =
      EnumSet.of(
          RunResult.Reason.SUCCEEDED,
          RunResult.Reason.ATTEMPTS_EXHAUSTED,
          RunResult.Reason.NOT_RETRIED,
          RunResult.Reason.TIME_LIMIT);

  private ResultJson() {}

  /** Writes the members into the object that is open. */
  static void write(JsonGenerator json, RunResult result) {
    json.writeStringProperty("result", result.summary());
    json.writeStringProperty("reason", result.reason().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("exit_code", result.exitCode());
    json.writeStringProperty("exit_code_from", from(result));
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

  /** The word for what answers. */
  public static String source(Fallback.Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }

  private static String from(RunResult result) {
    if (result.interrupted().isEmpty() && result.answer().isPresent()) {
      return "fallback";
    }
    return isCommands(result) ? "command" : "resil";
  }

  /** The command may exit with 124 or 125 itself: this tells whose code it is. */
  private static boolean isCommands(RunResult result) {
    return result.interrupted().isEmpty()
        && AFTER_AN_ATTEMPT.contains(result.reason())
        && result
            .last()
            .filter(last -> last.outcome().equals(new Outcome.Exit(result.exitCode())))
            .isPresent();
  }
}
