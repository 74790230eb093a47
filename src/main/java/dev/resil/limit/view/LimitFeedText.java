package dev.resil.limit.view;

import dev.resil.json.Json;
import dev.resil.limit.Hold;
import dev.resil.limit.Kind;
import dev.resil.limit.Owner;
import dev.resil.limit.view.LimitFeed.Event;
import dev.resil.limit.view.LimitFeed.Step;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Changes of limits, one line each: for people or as JSON. */
public final class LimitFeedText {
  private LimitFeedText() {}

  /** A line for people. */
  public static String line(Step step) {
    return step.at().truncatedTo(ChronoUnit.SECONDS)
        + "  "
        + Printable.word(step.limit().value())
        + "  "
        + words(step.event());
  }

  private static String words(Event event) {
    return switch (event) {
      case Event.Free _ -> "free";
      case Event.Granted(Hold hold) -> noun(hold.kind()) + " held by " + owner(hold.owner());
      case Event.Released(Hold hold, Duration after) ->
          noun(hold.kind()) + " released by " + owner(hold.owner()) + after(after);
      case Event.Passed(long count) -> count + " granted";
      case Event.Waiting(_, Owner owner) -> "waiting: " + owner(owner);
      case Event.GaveUp(_, Owner owner, Duration after) ->
          "no longer waiting: " + owner(owner) + after(after);
      case Event.Refused(long count) -> count + " refused";
      case Event.RetriesRefused(long count) ->
          count + (count == 1 ? " retry refused" : " retries refused");
      case Event.Removed _ -> "removed";
    };
  }

  private static String noun(Kind kind) {
    return kind == Kind.LOCK ? "lock" : "attempt";
  }

  private static String owner(Owner owner) {
    return "%s, process %d on %s"
        .formatted(Printable.of(owner.command()), owner.pid(), Printable.of(owner.host()));
  }

  private static String after(Duration after) {
    return ", after " + Durations.format(after);
  }

  /** An object as defined by {@code schema/limit-change.schema.json}. */
  public static String json(Step step) {
    Event event = step.event();
    Optional<Hold> hold = hold(event);
    Optional<Owner> owner = hold.map(Hold::owner).or(() -> waiting(event));
    return Json.compact(json -> {
      Json.time(json, "time", step.at());
      json.writeStringProperty("limit", step.limit().value());
      json.writeStringProperty("change", key(event));
      Json.text(json, "kind", kind(event).map(kind -> kind.name().toLowerCase(Locale.ROOT)));
      Json.number(
          json,
          "number",
          hold.map(Hold::number).map(OptionalLong::of).orElse(OptionalLong.empty()));
      Json.number(json, "count", count(event));
      Json.number(
          json, "pid", owner.map(one -> OptionalLong.of(one.pid())).orElse(OptionalLong.empty()));
      Json.text(json, "host", owner.map(Owner::host));
      Json.text(json, "command", owner.map(Owner::command));
      Json.text(json, "run_id", owner.map(Owner::run));
      Json.duration(json, "after", lasted(event));
    });
  }

  private static String key(Event event) {
    return switch (event) {
      case Event.Free _ -> "free";
      case Event.Granted _, Event.Passed _ -> "granted";
      case Event.Released _ -> "released";
      case Event.Waiting _ -> "waiting";
      case Event.GaveUp _ -> "gave_up";
      case Event.Refused _ -> "refused";
      case Event.RetriesRefused _ -> "retries_refused";
      case Event.Removed _ -> "removed";
    };
  }

  private static Optional<Hold> hold(Event event) {
    return switch (event) {
      case Event.Granted(Hold hold) -> Optional.of(hold);
      case Event.Released(Hold hold, _) -> Optional.of(hold);
      default -> Optional.empty();
    };
  }

  private static Optional<Owner> waiting(Event event) {
    return switch (event) {
      case Event.Waiting(_, Owner owner) -> Optional.of(owner);
      case Event.GaveUp(_, Owner owner, _) -> Optional.of(owner);
      default -> Optional.empty();
    };
  }

  private static Optional<Kind> kind(Event event) {
    return switch (event) {
      case Event.Waiting(Kind kind, _) -> Optional.of(kind);
      case Event.GaveUp(Kind kind, _, _) -> Optional.of(kind);
      default -> hold(event).map(Hold::kind);
    };
  }

  private static OptionalLong count(Event event) {
    return switch (event) {
      case Event.Passed(long count) -> OptionalLong.of(count);
      case Event.Refused(long count) -> OptionalLong.of(count);
      case Event.RetriesRefused(long count) -> OptionalLong.of(count);
      default -> OptionalLong.empty();
    };
  }

  private static Optional<Duration> lasted(Event event) {
    return switch (event) {
      case Event.Released(_, Duration after) -> Optional.of(after);
      case Event.GaveUp(_, _, Duration after) -> Optional.of(after);
      default -> Optional.empty();
    };
  }
}
