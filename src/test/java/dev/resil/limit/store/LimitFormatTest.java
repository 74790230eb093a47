package dev.resil.limit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.limit.Budget;
import dev.resil.limit.Demand;
import dev.resil.limit.Life;
import dev.resil.limit.Limit;
import dev.resil.limit.LimitName;
import dev.resil.limit.LimitState;
import dev.resil.limit.Owner;
import dev.resil.limit.Rate;
import dev.resil.limit.view.LimitStatusJson;
import dev.resil.limit.view.LimitView;
import dev.resil.report.JsonSchemas;
import dev.resil.state.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LimitFormatTest {
  private static final LimitFormat FORMAT = new LimitFormat();
  private static final JsonSchemas STATE = JsonSchemas.named("limit-state.schema.json");
  private static final JsonSchemas STATUS = JsonSchemas.named("limit-status.schema.json");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");
  private static final List<Demand> DEMANDS =
      List.of(
          Demand.LOCK,
          Demand.attempt(OptionalInt.of(2), Optional.empty()),
          Demand.attempt(OptionalInt.of(3), Optional.of(new Rate(7, Duration.ofSeconds(11), 2))),
          Demand.attempt(
              OptionalInt.empty(), Optional.of(new Rate(100_000, Duration.ofDays(366), 100_000))));

  private static final List<Budget> BUDGETS =
      List.of(
          Budget.DEFAULT,
          new Budget(1, 0, Duration.ofMillis(1)),
          new Budget(100_000, 100_000, Duration.ofDays(366)));

  private static LimitRecord record(long seed) {
    Random random = new Random(seed);
    LimitState state = LimitState.NEW;
    for (int i = random.nextInt(12); i > 0; i--) {
      Owner owner = new Owner("r" + i, "1:2:3:b:h\u00fc", "h\u00fc", i, "c\u0007md \"x\"");
      Limit.Ask ask =
          new Limit.Ask(
              owner,
              DEMANDS.get(random.nextInt(DEMANDS.size())),
              random.nextBoolean(),
              Duration.ofSeconds(9));
      state = Limit.ask(state, ask, NOW.plusNanos(random.nextInt()), _ -> Life.ALIVE).state();
    }
    Budget budget = BUDGETS.get(random.nextInt(BUDGETS.size()));
    for (int i = random.nextInt(12); i > 0; i--) {
      Instant now = NOW.plusNanos(random.nextInt());
      state =
          random.nextBoolean()
              ? Limit.begun(state, budget, now)
              : Limit.retried(state, budget, now).orElse(Limit.retryRefused(state, budget, now));
    }
    return new LimitRecord(new LimitName("n" + seed), state);
  }

  @Test
  void shouldReadItsOutputAndMatchItsSchemas() throws UnreadableRecordException {
    for (long seed = 0; seed < 500; seed++) {
      LimitRecord record = record(seed);
      byte[] bytes = FORMAT.encode(record);
      assertThat(FORMAT.decode(bytes)).isEqualTo(record);
      STATE.check(new String(bytes, StandardCharsets.UTF_8));
      LimitView view = new LimitView(record.name(), record.state(), NOW.plusSeconds(10));
      STATUS.check(LimitStatusJson.of(List.of(view), List.of("a")));
    }
  }

  @Test
  void shouldDescribeEveryKey() {
    STATE.assertThatEveryKeyIsDescribedInSnakeCase();
    STATUS.assertThatEveryKeyIsDescribedInSnakeCase();
  }

  @Test
  void shouldRefuseAnIncompleteRecord() {
    for (long seed = 0; seed < 100; seed++) {
      byte[] bytes = FORMAT.encode(record(seed));
      String text = new String(bytes, StandardCharsets.UTF_8).strip();
      byte[] cut =
          text.substring(0, new Random(seed).nextInt(text.length()))
              .getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> FORMAT.decode(cut)).isInstanceOf(UnreadableRecordException.class);
    }
  }

  @Test
  void shouldRefuseTheRecordOfANewerResil() {
    String text = new String(FORMAT.encode(record(1)), StandardCharsets.UTF_8);
    byte[] newer =
        text.replace("\"version\" : 1", "\"version\" : 2").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> FORMAT.decode(newer)).hasMessageContaining("newer resil");
  }
}
