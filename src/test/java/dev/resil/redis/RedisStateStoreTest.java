package dev.resil.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.resil.state.Holders;
import dev.resil.state.Listing;
import dev.resil.state.Note;
import dev.resil.state.StateException;
import dev.resil.state.StateException.Problem;
import dev.resil.state.StateStore;
import dev.resil.state.Strictness;
import dev.resil.state.Update;
import dev.resil.state.View;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisStateStoreTest {
  /** Long, so that a busy machine does not fail the test. */
  private static final String PATIENT = "?timeout=10m";

  @AutoClose private static RedisServer redis;

  private final List<String> notices = new ArrayList<>();

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  @BeforeEach
  void empty() {
    redis.cli("FLUSHALL");
  }

  private RedisStateStore store(String url) {
    return store(url, Strictness.LENIENT);
  }

  private RedisStateStore store(String url, Strictness strictness) {
    return new RedisStateStore(
        RedisAddress.parse(url, Map.<String, String>of()::get),
        strictness,
        notices::add,
        () -> ThreadLocalRandom.current().nextLong());
  }

  private RedisStateStore store() {
    return store(redis.url(PATIENT));
  }

  private static void append(StateStore store, String name, String text) throws StateException {
    store.update(
        Note.FORMAT,
        name,
        view ->
            new Update.Write<>(
                new Note(name, view.record().map(Note::text).orElse("") + text), true, true));
  }

  private static String text(StateStore store, String name) throws StateException {
    return store.read(Note.FORMAT, name).record().map(Note::text).orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "two words", "äöü", "*?[a]\\", "{tag}", "a:b", "../x"})
  void shouldStoreRecordsUnderAnyName(String name) throws StateException {
    assertThat(text(store(), name)).isEmpty();
    append(store(), name, "one");
    append(store(), name, " two");
    assertThat(text(store(), name)).isEqualTo("one two");
    assertThat(store().list(Note.FORMAT).records()).containsExactly(new Note(name, "one two"));
    assertThat(store().remove(Note.FORMAT, name)).isTrue();
    assertThat(store().remove(Note.FORMAT, name)).isFalse();
    assertThat(store().list(Note.FORMAT).records()).isEmpty();
  }

  @Test
  void shouldListByNameWithoutForeignKeys() throws StateException {
    for (String name : List.of("b", "c", "a")) {
      append(store(), name, name);
    }
    redis.cli("SET", "resil:other:x", "y");
    redis.cli("SET", "note:x", "y");
    append(store(redis.url(PATIENT + "&prefix=ours")), "elsewhere", "x");
    Listing<Note> listing = store().list(Note.FORMAT);
    assertThat(listing.records()).extracting(Note::name).containsExactly("a", "b", "c");
    assertThat(listing.problems()).isEmpty();
    assertThat(listing.now()).isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
  }

  @Test
  void shouldKeepDatabasesApart() throws StateException {
    append(store(redis.url("/1" + PATIENT)), "x", "one");
    append(store(redis.url("/2" + PATIENT)), "x", "two");
    assertThat(text(store(redis.url("/1" + PATIENT)), "x")).isEqualTo("one");
    assertThat(text(store(), "x")).isEmpty();
  }

  @Test
  void shouldTakeOneRoundTripForEachTransactionOfACall() throws StateException {
    append(store(), "x", "first");
    try (var proxy = new Proxy(redis.port(), new Proxy.Fault.None())) {
      RedisStateStore store = store(proxy.url("/0" + PATIENT));
      assertThat(keep(store)).isEqualTo("first");
      assertThat(proxy.roundTrips()).isEqualTo(1);
      append(store, "x", " second");
      assertThat(proxy.roundTrips()).isEqualTo(2);
      append(store, "x", " third");
      assertThat(proxy.roundTrips()).isEqualTo(3);
      assertThat(proxy.connections()).isEqualTo(1);
    }
    assertThat(text(store(), "x")).isEqualTo("first second third");
  }

  private static String keep(StateStore store) throws StateException {
    return store.update(
        Note.FORMAT, "x", view -> new Update.Keep<>(view.record().map(Note::text).orElse("")));
  }

  @Test
  void shouldRetryOnARecordChangedByAnotherProcess() throws StateException {
    RedisStateStore one = store();
    append(one, "x", "a");
    append(store(), "x", "b");
    append(one, "x", "c");
    append(store(), "x", "d");
    assertThat(keep(one)).isEqualTo("abcd");
  }

  @Test
  void shouldNoticeThatARecordWasRemoved() throws StateException {
    RedisStateStore one = store();
    append(one, "x", "a");
    store().remove(Note.FORMAT, "x");
    append(one, "x", "b");
    assertThat(text(one, "x")).isEqualTo("b");
  }

  @Test
  void shouldUseTheServersTime() throws StateException {
    Instant now = store().read(Note.FORMAT, "x").now();
    String[] time = redis.cli("TIME").lines().toArray(String[]::new);
    Instant servers = Instant.ofEpochSecond(Long.parseLong(time[0]));
    assertThat(Duration.between(servers, now).abs()).isLessThan(Duration.ofSeconds(5));
  }

  /** As after suspending the machine: this process's clock stood still, the server's did not. */
  @Test
  void shouldAskForTheTimeAgainIfItDiffersFromTheExpectedTime() throws Exception {
    Queue<Duration> lags = new ArrayDeque<>(List.of(Duration.ZERO, Duration.ofMinutes(5)));
    RedisStateStore store =
        new RedisStateStore(
            RedisAddress.parse(redis.url(PATIENT), Map.<String, String>of()::get),
            Strictness.STRICT,
            notices::add,
            () -> ThreadLocalRandom.current().nextLong(),
            new RedisStateStore.Reading(
                now -> now.minus(Objects.requireNonNullElse(lags.poll(), Duration.ZERO)),
                Duration.ofSeconds(10),
                true));
    store.read(Note.FORMAT, "x");
    lags.add(Duration.ofMinutes(5));
    List<Instant> seen = new ArrayList<>();
    store.update(
        Note.FORMAT,
        "x",
        view -> {
          seen.add(view.now());
          return new Update.Write<>(new Note("x", "b"), true, true);
        });
    assertThat(Duration.between(seen.getFirst(), seen.getLast()))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
    assertThat(Duration.between(seen.getLast(), Instant.now()).abs())
        .isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void shouldExpireUnusedRecords() throws StateException {
    append(store(), "usual", "x");
    append(store(redis.url(PATIENT + "&expire=1h")), "brief", "x");
    append(store(redis.url(PATIENT + "&expire=0")), "lasting", "x");
    assertThat(Long.parseLong(redis.cli("TTL", "resil:note:usual")))
        .isBetween(29L * 86_400, 30L * 86_400);
    assertThat(Long.parseLong(redis.cli("TTL", "resil:note:brief"))).isBetween(3000L, 3600L);
    assertThat(redis.cli("TTL", "resil:note:lasting")).isEqualTo("-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0123456789abcdef\nhalf", "{}"})
  void shouldKeepADamagedRecordAsEvidenceAndStartAfresh(String damaged) throws StateException {
    redis.cli("SET", "resil:note:x", damaged);
    append(store(), "x", "new");
    assertThat(text(store(), "x")).isEqualTo("new");
    assertThat(redis.cli("GET", "resil:damaged-note:x")).isEqualTo(damaged);
    assertThat(notices)
        .singleElement()
        .asString()
        .contains("resil:note:x is damaged", "kept as resil:damaged-note:x");
  }

  @Test
  void shouldRefuseADamagedRecordIfStrict() {
    redis.cli("SET", "resil:note:x", "half");
    assertThatThrownBy(() -> append(store(redis.url(PATIENT), Strictness.STRICT), "x", "new"))
        .isInstanceOfSatisfying(
            StateException.class, e -> assertThat(e.problem()).isEqualTo(Problem.DAMAGED));
    assertThatThrownBy(() -> text(store(), "x")).isInstanceOf(StateException.class);
    assertThat(redis.cli("GET", "resil:note:x")).isEqualTo("half");
  }

  @Test
  void shouldNotTouchARecordOfANewerVersion() throws StateException {
    String newer = "0123456789abcdef\n2\nx\ntext\nend\n";
    redis.cli("SET", "resil:note:x", newer);
    assertThatThrownBy(() -> append(store(), "x", "new"))
        .isInstanceOfSatisfying(
            StateException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NEWER));
    assertThat(redis.cli("GET", "resil:note:x")).isEqualTo(newer.strip());
    assertThat(store().list(Note.FORMAT).problems()).hasSize(1);
  }

  @Test
  void shouldNotListARecordUnderAnothersKey() throws StateException {
    append(store(), "aa", "text");
    redis.cli("RENAME", "resil:note:aa", "resil:note:bb");
    Listing<Note> listing = store().list(Note.FORMAT);
    assertThat(listing.records()).isEmpty();
    assertThat(listing.problems())
        .singleElement()
        .asString()
        .contains("key resil:note:bb is damaged (it is the record of 'aa')");
  }

  @Test
  void shouldNotTakeAKeyOfAnotherTypeForARecord() {
    redis.cli("LPUSH", "resil:note:x", "a");
    assertThatThrownBy(() -> append(store(), "x", "new"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("WRONGTYPE");
  }

  @Test
  void shouldSeeOwnProcessesOnly() throws StateException {
    View<Note> view = store().read(Note.FORMAT, "x");
    Holders holders = view.holders();
    String self = holders.self();
    assertThat(holders.isAlive(self)).isTrue();
    String dead = "4194305" + self.substring(self.indexOf(':'));
    assertThat(holders.isAlive(dead)).isFalse();
    String[] parts = dead.split(":", -1);
    parts[3] = "another-boot";
    assertThat(holders.isAlive(String.join(":", parts))).isTrue();
  }

  /** The server stored the record, but the connection broke before the client got the answer. */
  @Test
  void shouldApplyARepeatedWriteOnce() throws StateException {
    append(store(), "x", "a");
    int reply = "$0\r\n\r\n".length();
    // enough for the answer to the read, not for that to the write
    int look = redis.cli("GET", "resil:note:x").length() + 1 + 60;
    for (int cut = look; cut < look + 30; cut += 7) {
      redis.cli("FLUSHALL");
      append(store(), "x", "a");
      try (var proxy = new Proxy(redis.port(), new Proxy.Fault.Cut(cut + reply))) {
        RedisStateStore store = store(proxy.url(PATIENT));
        keep(store);
        try {
          append(store, "x", "b");
        } catch (StateException e) {
          continue; // reported as unknown
        }
      }
      assertThat(text(store(), "x")).as("cut after %d", cut).isEqualTo("ab");
    }
  }
}
