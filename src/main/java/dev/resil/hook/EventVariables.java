package dev.resil.hook;

import dev.resil.run.Attempt;
import dev.resil.run.RunResult;
import dev.resil.text.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What happened, as variables for the user's lines. */
public final class EventVariables {
  /**
   * What the variables begin with. No option may be called {@code --event-…} with one of their
   * names: a resil inside the line would read them.
   */
  public static final String EVENT = "RESIL_EVENT";

  private EventVariables() {}

  /** What a run came to. */
  public static Map<String, String> of(RunResult result) {
    Map<String, String> facts = result.last().map(EventVariables::of).orElseGet(LinkedHashMap::new);
    facts.put(EVENT + "_REASON", result.reason().name().toLowerCase(Locale.ROOT));
    facts.put(EVENT + "_EXIT_CODE", Integer.toString(result.exitCode()));
    facts.put(EVENT + "_DURATION", seconds(result.elapsed()));
    result
        .answer()
        .ifPresent(answer ->
            facts.put(EVENT + "_FALLBACK", answer.source().name().toLowerCase(Locale.ROOT)));
    result.rejection().ifPresent(rejection -> facts.put(EVENT + "_BREAKER", rejection.breaker()));
    return facts;
  }

  /** What an attempt came to. */
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
