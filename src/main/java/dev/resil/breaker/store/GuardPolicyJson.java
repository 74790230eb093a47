package dev.resil.breaker.store;

import dev.resil.breaker.BreakerPolicy;
import dev.resil.json.JsonPart;
import dev.resil.outcome.OutcomeSet;
import dev.resil.run.WhenOpen;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * The breaker options of a run, for the report.
 *
 * @param policy when it opens and closes
 * @param failureOn the failures that count
 * @param whenOpen the run's reaction to a rejection
 */
public record GuardPolicyJson(BreakerPolicy policy, OutcomeSet failureOn, WhenOpen whenOpen)
    implements JsonPart {
  @Override
  public void write(JsonGenerator json) {
    PolicyJson.write(json, policy);
    json.writeArrayPropertyStart("failure_on");
    failureOn.items().forEach(item -> json.writeString(item.text()));
    json.writeEndArray();
    json.writeStringProperty("when_open", whenOpen.name().toLowerCase(Locale.ROOT));
  }
}
