package dev.resil.limit.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.limit.Answer;
import dev.resil.limit.Demand;
import dev.resil.limit.Kind;
import dev.resil.limit.Life;
import dev.resil.limit.Limit;
import dev.resil.limit.LimitName;
import dev.resil.limit.LimitState;
import dev.resil.limit.Owner;
import dev.resil.limit.Rate;
import dev.resil.report.JsonSchemas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LimitFeedTest {
  private static final JsonSchemas SCHEMA = JsonSchemas.named("limit-change.schema.json");
  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(9);
  private static final Demand RATE =
      Demand.attempt(OptionalInt.empty(), Optional.of(new Rate(2, Duration.ofMinutes(1), 2)));

  private final LimitFeed feed = new LimitFeed();
  private final List<String> json = new ArrayList<>();
  private LimitState state = LimitState.NEW;
  private Instant now = START;

  private static Owner owner(String command) {
    return new Owner("run of " + command, command, "web-1", 7, command);
  }

  private long ask(String command, Demand demand, boolean waits) {
    Limit.Step step =
        Limit.ask(state, new Limit.Ask(owner(command), demand, waits, LEASE), now, _ -> Life.ALIVE);
    state = step.state();
    return step.answer() instanceof Answer.Granted(long number) ? number : -1;
  }

  /** The words of the lines, whose times and names are the same. */
  private List<String> look() {
    return look(List.of(new LimitView(new LimitName("backup"), state, now)));
  }

  private List<String> look(List<LimitView> views) {
    List<LimitFeed.Step> steps = feed.look(views, now);
    steps.forEach(step -> json.add(LimitFeedText.json(step)));
    json.forEach(SCHEMA::check);
    return steps.stream()
        .map(LimitFeedText::line)
        .peek(line -> assertThat(line).matches("2026-11-28T12:\\S+Z  backup  .*"))
        .map(line -> line.replaceFirst("\\S+  backup  ", ""))
        .toList();
  }

  @Test
  void shouldFollowALock() {
    assertThat(look()).containsExactly("free");
    long first = ask("rsync", Demand.LOCK, true);
    now = now.plusSeconds(2);
    assertThat(look()).containsExactly("lock held by rsync, process 7 on web-1");
    assertThat(look()).isEmpty();
    ask("tar", Demand.LOCK, true);
    assertThat(look()).containsExactly("waiting: tar, process 7 on web-1");
    state = Limit.release(state, first);
    ask("tar", Demand.LOCK, true);
    assertThat(look())
        .containsExactly(
            "lock released by rsync, process 7 on web-1, after 2s",
            "lock held by tar, process 7 on web-1");
    ask("cp", Demand.LOCK, false);
    assertThat(look()).containsExactly("1 refused");
    ask("mv", Demand.LOCK, true);
    look();
    now = now.plusSeconds(3);
    state = Limit.leave(state, owner("mv"), Kind.LOCK);
    assertThat(look()).containsExactly("no longer waiting: mv, process 7 on web-1, after 3s");
    assertThat(look(List.of())).containsExactly("removed");
    assertThat(json.get(1))
        .startsWith("{\"time\":\"2026-11-28T12:00:00Z\",\"limit\":\"backup\"")
        .contains("\"change\":\"granted\",\"kind\":\"lock\"", "\"command\":\"rsync\"");
  }

  @Test
  void shouldShowWhoHoldsAndWaitsAtFirst() {
    ask("rsync", Demand.LOCK, true);
    ask("tar", Demand.LOCK, true);
    assertThat(look())
        .containsExactly(
            "lock held by rsync, process 7 on web-1", "waiting: tar, process 7 on web-1");
  }

  @Test
  void shouldCountWhatWasNotHeldWhenLookedFor() {
    look();
    ask("a", RATE, false);
    ask("b", RATE, false);
    ask("c", RATE, false);
    ask("d", RATE, false);
    assertThat(look()).containsExactly("2 granted", "2 refused");
    long number = ask("e", Demand.LOCK, false);
    state = Limit.release(state, number);
    assertThat(look()).containsExactly("1 granted");
  }

  @Test
  void shouldTellTwoAttemptsOfARunApart() {
    Demand one = Demand.attempt(OptionalInt.of(1), Optional.empty());
    look();
    long first = ask("a", one, true);
    look();
    state = Limit.release(state, first);
    ask("a", one, true);
    assertThat(look())
        .containsExactly(
            "attempt released by a, process 7 on web-1, after 0s",
            "attempt held by a, process 7 on web-1");
  }

  @Test
  void shouldTakeALimitThatWasCreatedAgainForANewOne() {
    ask("a", Demand.LOCK, true);
    look();
    state = LimitState.NEW;
    assertThat(look()).containsExactly("free");
  }
}
