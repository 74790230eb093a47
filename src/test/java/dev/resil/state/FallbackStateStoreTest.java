package dev.resil.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FallbackStateStoreTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

  private final FailingStateStore shared = new FailingStateStore(new MemoryStateStore(CLOCK));
  private final StateStore own = new MemoryStateStore(CLOCK);
  private final List<String> notices = new ArrayList<>();
  private final FallbackStateStore store = new FallbackStateStore(shared, own, notices::add);

  @Test
  void shouldUseTheOwnStateAfterAFailureWithoutAnotherTry() throws StateException {
    shared.down(true);
    count(store);
    count(store);
    assertThat(shared.calls()).isOne();
    assertThat(counted(own)).isEqualTo(2);
    assertThat(notices).containsExactly("no answer; using this host's own state instead");
  }

  @Test
  void shouldTryTheSharedStateAgainWithEachCall() throws StateException {
    shared.down(true);
    count(store.forOneCall());
    count(store.forOneCall());
    shared.down(false);
    count(store.forOneCall());
    count(store);
    assertThat(counted(shared)).isEqualTo(2);
    assertThat(counted(own)).isEqualTo(2);
    assertThat(notices)
        .containsExactly(
            "no answer; using this host's own state instead",
            "the shared state is back: using it again");
  }

  @Test
  void shouldKeepTheTransactionsOfACallInOnePlace() throws StateException {
    shared.down(true);
    StateStore local = store.forOneCall();
    count(local);
    shared.down(false);
    StateStore remote = store.forOneCall();
    count(remote);
    count(local);
    assertThat(counted(own)).isEqualTo(2);
    shared.down(true);
    assertThatThrownBy(() -> count(remote)).hasMessage("no answer");
    assertThat(counted(own)).isEqualTo(2);
  }

  private static void count(StateStore in) throws StateException {
    in.rewrite(
        Note.FORMAT, "n", view -> new Note("n", view.record().map(Note::text).orElse("") + "+"));
  }

  private static int counted(StateStore in) throws StateException {
    return in.read(Note.FORMAT, "n").record().orElseThrow().text().length();
  }
}
