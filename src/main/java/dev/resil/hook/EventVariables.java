package dev.resil.hook;

import dev.resil.run.Attempt;
import dev.resil.run.RunResult;
import dev.resil.text.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The facts of an event, as environment variables for hooks and fallbacks. */
public final class EventVariables {
  /**
   * The prefix of the variables. No option {@code --event-…} may have one of their names: a resil
   * run by a hook would read them as configuration.
   */
  public static final String EVENT = "RESIL_EVENT";

  private EventVariables() {}

  /** The result of a run. */
  public static Map<String, String> of(RunResult result) {
    Map<String, String> facts = result.last().map(EventVariables::of).orElseGet(LinkedHashMap::new);
    facts.put(EVENT + "_REASON", result.kind().name().toLowerCase(Locale.ROOT));
    facts.put(EVENT + "_EXIT_CODE", Integer.toString(result.exitCode()));
    facts.put(EVENT + "_DURATION", seconds(result.elapsed()));
    result
        .answer()
        .ifPresent(answer ->
            facts.put(EVENT + "_FALLBACK", answer.source().name().toLowerCase(Locale.ROOT)));
    result.rejection().ifPresent(rejection -> facts.put(EVENT + "_BREAKER", rejection.breaker()));
    result.limitation().ifPresent(limited -> facts.put(EVENT + "_LIMIT", limited.limit()));
    result.spending().ifPresent(spent -> facts.put(EVENT + "_LIMIT", spent.limit()));
    return facts;
  }

  /** The result of an attempt. */
  static Map<String, String> of(Attempt.Ended ended) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(EVENT + "_ATTEMPT", Long.toString(ended.number()));
    facts.put(EVENT + "_OUTCOME", ended.outcome().name());
    return facts;
  }

  static String seconds(Duration duration) {
    return BigDecimal.valueOf(Durations.seconds(duration)).toPlainString();
  }
}
