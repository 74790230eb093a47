package dev.resil.breaker.view;

import dev.resil.breaker.Change;
import dev.resil.breaker.Phase;
import dev.resil.breaker.view.BreakerFeed.Step;
import dev.resil.json.Json;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Changes of breakers, one line each: for people or as JSON. */
public final class FeedText {
  private FeedText() {}

  /** A line for people. */
  public static String line(Step step) {
    return step.at().truncatedTo(ChronoUnit.SECONDS)
        + "  "
        + Printable.word(step.breaker().value())
        + step.host().map(host -> " on " + Printable.word(host)).orElse("")
        + "  "
        + step.from().map(from -> from + " -> ").orElse("")
        + step.to().map(Phase.Kind::name).orElse("removed")
        + step.cause().map(cause -> "  " + words(cause)).orElse("")
        + step.nextProbe()
            .map(next ->
                (step.cause().isPresent() ? "; " : "  ")
                    + "next probe in "
                    + Durations.format(next))
            .orElse("");
  }

  private static String words(Change.Cause cause) {
    return key(cause).replace('_', ' ');
  }

  private static String key(Change.Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT);
  }

  /** An object as defined by {@code schema/breaker-change.schema.json}. */
  public static String json(Step step) {
    return Json.compact(json -> {
      Json.time(json, "time", step.at());
      json.writeStringProperty("breaker", step.breaker().value());
      Json.text(json, "host", step.host());
      Json.text(json, "from", step.from().map(Phase.Kind::name));
      Json.text(json, "to", step.to().map(Phase.Kind::name));
      Json.text(json, "cause", step.cause().map(FeedText::key));
      Json.duration(json, "next_probe_in", step.nextProbe());
    });
  }
}
