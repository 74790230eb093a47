package dev.resil.breaker.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.Decision;
import dev.resil.breaker.Permit;
import dev.resil.breaker.Phase.Kind;
import dev.resil.breaker.Threshold;
import dev.resil.breaker.Verdict;
import dev.resil.breaker.store.StoredBreaker.Applied;
import dev.resil.state.FileStateStore;
import dev.resil.state.StateException;
import dev.resil.state.Strictness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredBreakerTest {
  private static final BreakerName NAME = new BreakerName("api");
  private static final BreakerPolicy TWO =
      new BreakerPolicy(new Threshold.Consecutive(2), Optional.empty(), Duration.ofHours(1), 1, 1);
  private static final BreakerPolicy AT_ONCE =
      new BreakerPolicy(new Threshold.Consecutive(2), Optional.empty(), Duration.ZERO, 1, 1);

  @TempDir Path temp;

  private Path folder;

  @BeforeEach
  void setUp() {
    folder = temp.resolve("state");
  }

  @Test
  void shouldOutliveTheProcess() throws StateException {
    fail(TWO);
    fail(TWO);
    Applied asked = breaker(TWO).ask(Duration.ofMinutes(1));
    assertThat(asked.decision()).isInstanceOf(Decision.Rejected.class);
    assertThat(asked.after().statistics().rejectedCalls()).isEqualTo(1);
    assertThat(asked.after().lastFailure().orElseThrow().outcome()).isEqualTo("exit:1");
  }

  @Test
  void shouldWriteNothingForAnotherPermittedCall() throws Exception {
    permit(TWO);
    assertThat(folder).doesNotExist();
    fail(TWO);
    Path file = folder.resolve("breaker/api.json");
    byte[] before = Files.readAllBytes(file);
    permit(TWO);
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void shouldLeaseAProbeToThisProcess() throws StateException {
    fail(AT_ONCE);
    fail(AT_ONCE);
    Permit probe = permit(AT_ONCE);
    assertThat(breaker(AT_ONCE).ask(Duration.ofMinutes(1)).decision())
        .isInstanceOf(Decision.Rejected.class);
    Applied closed = breaker(AT_ONCE).report(report(probe, Verdict.SUCCESS));
    assertThat(closed.before().phase().kind()).isEqualTo(Kind.HALF_OPEN);
    assertThat(closed.after().phase().kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void shouldKeepTheLastPolicyForThoseWithoutOne() throws StateException {
    fail(TWO);
    var steered = new StoredBreaker(store(), NAME, Optional.empty());
    Applied opened =
        steered.report(
            new BreakerEvent.Report(Optional.empty(), Verdict.FAILURE, Duration.ZERO, ""));
    assertThat(opened.policy()).isEqualTo(TWO);
    assertThat(opened.after().phase().kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldCheckWithoutCountingOrLeasing() throws StateException {
    fail(AT_ONCE);
    fail(AT_ONCE);
    for (int i = 0; i < 3; i++) {
      Applied checked = breaker(AT_ONCE).check();
      assertThat(checked.decision()).isInstanceOf(Decision.Permitted.class);
      assertThat(checked.after().phase().kind()).isEqualTo(Kind.HALF_OPEN);
      assertThat(checked.after().statistics().rejectedCalls()).isZero();
    }
    fail(TWO);
    assertThat(breaker(TWO).check().decision()).isInstanceOf(Decision.Rejected.class);
    assertThat(breaker(TWO).check().after().statistics().rejectedCalls()).isZero();
  }

  @Test
  void shouldNotCreateABreakerOnReset() throws StateException {
    breaker(TWO).reset();
    assertThat(folder).doesNotExist();
  }

  @Test
  void shouldStayForcedOpenUntilReset() throws StateException {
    breaker(TWO).forceOpen(Optional.empty());
    assertThat(breaker(TWO).check().decision())
        .isEqualTo(new Decision.Rejected(Kind.OPEN, Optional.empty()));
    breaker(TWO).reset();
    assertThat(breaker(TWO).check().decision()).isInstanceOf(Decision.Permitted.class);
  }

  private void fail(BreakerPolicy policy) throws StateException {
    breaker(policy).report(report(permit(policy), Verdict.FAILURE));
  }

  private Permit permit(BreakerPolicy policy) throws StateException {
    Applied asked = breaker(policy).ask(Duration.ofMinutes(1));
    return ((Decision.Permitted) asked.decision()).permit();
  }

  private static BreakerEvent.Report report(Permit permit, Verdict verdict) {
    return new BreakerEvent.Report(Optional.of(permit), verdict, Duration.ZERO, "exit:1");
  }

  private StoredBreaker breaker(BreakerPolicy policy) {
    return new StoredBreaker(store(), NAME, Optional.of(policy));
  }

  private FileStateStore store() {
    return new FileStateStore(
        folder,
        Strictness.LENIENT,
        notice -> {
          throw new AssertionError(notice);
        });
  }
}
