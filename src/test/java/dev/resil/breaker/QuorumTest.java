package dev.resil.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.breaker.Phase.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One bad machine must not poison the others. */
class QuorumTest {
  private static final Duration RECOVERY = Duration.ofSeconds(30);
  private static final Threshold THREE = new Threshold.Consecutive(3);

  private static BreakerPolicy policy(Threshold threshold, Quorum quorum) {
    return new BreakerPolicy(
        threshold, Optional.empty(), RECOVERY, 2, 1, Optional.of(quorum), Optional.empty());
  }

  private static Bench bench(int hosts) {
    return new Bench(policy(THREE, new Quorum.Hosts(hosts)));
  }

  private static void fail(Bench bench, String... hosts) {
    for (String host : hosts) {
      assertThat(bench.callFrom(host, Verdict.FAILURE)).as("a call of %s", host).isTrue();
    }
  }

  private static Kind own(Bench bench, String host) {
    return bench.state().host(host).orElseThrow().own().phase().kind();
  }

  @Test
  void shouldOpenForTheBadHostAlone() {
    var bench = bench(2);
    fail(bench, "bad", "bad", "bad");
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    assertThat(bench.askFrom("bad"))
        .isEqualTo(new Decision.Rejected(Kind.OPEN, Optional.of(RECOVERY), true));
    for (int i = 0; i < 9; i++) {
      assertThat(bench.callFrom("good", Verdict.SUCCESS)).isTrue();
    }
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    assertThat(bench.state().phaseFor("bad").kind()).isEqualTo(Kind.OPEN);
    assertThat(bench.state().phaseFor("good").kind()).isEqualTo(Kind.CLOSED);
    assertThat(bench.state().statistics().rejectedCalls()).isEqualTo(1);
    assertThat(Votes.of(bench.state(), bench.now(), policy(THREE, new Quorum.Hosts(2))))
        .contains(new Votes(1, 2, 2));
  }

  @Test
  void shouldPermitProbesOfTheBadHost() {
    var bench = bench(2);
    fail(bench, "bad", "bad", "bad");
    bench.pass(RECOVERY);
    fail(bench, "bad");
    assertThat(bench.askFrom("bad")).isInstanceOf(Decision.Rejected.class);
    bench.pass(RECOVERY);
    assertThat(bench.callFrom("bad", Verdict.SUCCESS)).isTrue();
    assertThat(own(bench, "bad")).isEqualTo(Kind.CLOSED);
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    assertThat(bench.state().statistics().stateChanges()).isZero();
  }

  @Test
  void shouldGiveAHostNoMoreProbesOfItsOwnThanAllowed() {
    var bench = bench(2);
    fail(bench, "bad", "bad", "bad");
    bench.pass(RECOVERY);
    assertThat(bench.askFrom("bad")).isInstanceOf(Decision.Permitted.class);
    assertThat(bench.askFrom("bad")).isInstanceOf(Decision.Permitted.class);
    assertThat(bench.askFrom("bad"))
        .isEqualTo(new Decision.Rejected(Kind.HALF_OPEN, Optional.of(Bench.LEASE), true));
    assertThat(bench.askFrom("good")).isInstanceOf(Decision.Permitted.class);
  }

  @Test
  void shouldOpenForAllIfEnoughSeeItFail() {
    var bench = bench(3);
    fail(bench, "a", "a", "b", "b");
    assertThat(bench.kind()).as("two of three").isEqualTo(Kind.CLOSED);
    fail(bench, "c");
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
    assertThat(bench.askFrom("d"))
        .isEqualTo(new Decision.Rejected(Kind.OPEN, Optional.of(RECOVERY), false));
  }

  @Test
  void shouldNotCountAHostWhoseLastCallSucceeded() {
    var bench = bench(2);
    fail(bench, "a");
    assertThat(bench.callFrom("a", Verdict.SUCCESS)).isTrue();
    fail(bench, "b", "b", "b");
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    assertThat(own(bench, "b")).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldNotCountAHostThatCalledLongAgo() {
    var bench = bench(2);
    fail(bench, "a");
    bench.pass(Duration.ofMinutes(61));
    fail(bench, "b", "b");
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    assertThat(bench.state().host("a")).as("forgotten").isEmpty();
    fail(bench, "a");
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldTakeTheWindowsTimeIfThereIsOne() {
    var rate = new Threshold.Rate(new Threshold.LastTime(Duration.ofMinutes(5)), 50, 4);
    var bench = new Bench(policy(rate, new Quorum.Hosts(2)));
    fail(bench, "a");
    bench.pass(Duration.ofMinutes(6));
    fail(bench, "b", "b", "b");
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    fail(bench, "a");
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
  }

  /** One failure among many calls does not mean that the service is down. */
  @Test
  void shouldUseEachHostsOwnRate() {
    var rate = new Threshold.Rate(new Threshold.LastCalls(20), 50, 10);
    var bench = new Bench(policy(rate, new Quorum.Hosts(2)));
    for (int i = 0; i < 4; i++) {
      bench.callFrom("good", Verdict.SUCCESS);
    }
    fail(bench, "good", "bad", "bad", "bad", "bad", "bad", "bad", "bad");
    assertThat(bench.kind())
        .as("eight of twelve failed, of which seven elsewhere")
        .isEqualTo(Kind.CLOSED);
  }

  /** The effect of one bad machine without a quorum, described in docs/breaker.md. */
  @Test
  void shouldNotBeKeptOpenByTheProbesOfABadHost() {
    var bench = bench(2);
    fail(bench, "a", "b", "a");
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
    bench.pass(RECOVERY);
    fail(bench, "bad");
    assertThat(bench.kind()).as("one probe of one host").isEqualTo(Kind.HALF_OPEN);
    assertThat(bench.askFrom("bad")).isInstanceOf(Decision.Rejected.class);
    assertThat(bench.callFrom("good", Verdict.SUCCESS)).isTrue();
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
    assertThat(bench.state().phaseFor("bad").kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldOpenAgainIfEnoughProbesFail() {
    var bench = bench(2);
    fail(bench, "a", "b", "a");
    bench.pass(RECOVERY);
    fail(bench, "a", "b");
    assertThat(bench.kind()).isEqualTo(Kind.OPEN);
    assertThat(bench.state().history().getLast().cause()).isEqualTo(Change.Cause.PROBE_FAILED);
    bench.pass(RECOVERY);
    assertThat(bench.callFrom("a", Verdict.SUCCESS)).as("its own is closed").isTrue();
    assertThat(bench.kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void shouldIgnoreLateReports() {
    var bench = bench(2);
    Permit early = ((Decision.Permitted) bench.askFrom("c")).permit();
    fail(bench, "a", "b", "a");
    bench.pass(RECOVERY);
    bench.apply(new BreakerEvent.Expire());
    bench.reportFrom("c", early, Verdict.FAILURE);
    assertThat(bench.kind()).isEqualTo(Kind.HALF_OPEN);
    fail(bench, "d");
    assertThat(bench.kind()).as("c's call was of before").isEqualTo(Kind.OPEN);
  }

  @Test
  void shouldForgetObservationsOfHostsOnReset() {
    var bench = bench(2);
    fail(bench, "bad", "bad", "bad");
    bench.apply(new BreakerEvent.Reset());
    assertThat(bench.askFrom("bad")).isInstanceOf(Decision.Permitted.class);
    assertThat(bench.state().host("bad").orElseThrow().own().statistics())
        .isEqualTo(Statistics.NONE);
  }

  @Test
  void shouldLimitTheNumberOfHosts() {
    var bench = bench(2);
    for (int i = 0; i < QuorumBreaker.MAX_HOSTS + 50; i++) {
      bench.callFrom("host-" + i, Verdict.SUCCESS);
    }
    assertThat(bench.state().hosts()).hasSize(QuorumBreaker.MAX_HOSTS);
    assertThat(bench.state().host("host-49")).isEmpty();
    assertThat(bench.state().host("host-50")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"50, 1, 2", "50, 4, 2", "50, 5, 3", "10, 30, 3", "100, 7, 7", "0.5, 10, 2"})
  void shouldTakeAShareOfTheCallingHosts(double percent, int seen, int needed) {
    assertThat(new Quorum.Share(percent).needed(seen)).isEqualTo(needed);
  }

  @Test
  void shouldRefuseAnInvalidQuorum() {
    assertThatThrownBy(() -> new Quorum.Hosts(1)).hasMessage("quorum_hosts 1: must be at least 2");
    assertThatThrownBy(() -> new Quorum.Share(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<Threshold> thresholds() {
    return Arbitraries.of(
        new Threshold.Consecutive(1),
        new Threshold.Consecutive(3),
        new Threshold.Rate(new Threshold.LastCalls(8), 62.5, 5));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Step.steps(RECOVERY).list().ofSize(200);
  }

  /** For a single host, the breaker behaves like one without a quorum. */
  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void shouldEqualAnOrdinaryBreakerForASingleHost(
      @ForAll("thresholds") Threshold threshold, @ForAll("steps") List<Step> steps) {
    var plain = new Bench(new BreakerPolicy(threshold, Optional.empty(), RECOVERY, 2, 1));
    var quorate = new Bench(policy(threshold, new Quorum.Hosts(2)));
    List<List<Permit>> underWay = new ArrayList<>();
    for (Step step : steps) {
      switch (step) {
        case Step.Pass(Duration time) -> {
          plain.pass(time);
          quorate.pass(time);
        }
        case Step.Start _ -> {
          Decision expected = plain.askFrom("alone");
          Decision asked = quorate.askFrom("alone");
          if (expected instanceof Decision.Permitted(Permit one)
              && asked instanceof Decision.Permitted(Permit other)) {
            underWay.add(List.of(one, other));
          } else {
            Decision.Rejected rejected = (Decision.Rejected) expected;
            assertThat(asked)
                .isEqualTo(new Decision.Rejected(rejected.phase(), rejected.nextProbe(), true));
          }
        }
        case Step.End end when !underWay.isEmpty() -> {
          List<Permit> permits = underWay.remove(end.which() % underWay.size());
          plain.reportFrom("alone", permits.getFirst(), end.verdict());
          quorate.reportFrom("alone", permits.getLast(), end.verdict());
        }
        case Step.End _ -> {}
      }
      assertThat(quorate.kind()).isEqualTo(Kind.CLOSED);
      assertThat(quorate.state().statistics().totalCalls())
          .isEqualTo(plain.state().statistics().totalCalls());
    }
  }

  @Provide
  Arbitrary<BreakerPolicy> policies() {
    return Combinators.combine(
            thresholds(),
            Arbitraries.of(new Quorum.Hosts(2), new Quorum.Hosts(3), new Quorum.Share(60)))
        .as(QuorumTest::policy);
  }

  /** After any events, it opens for all only if a quorum sees failures, by the test's own count. */
  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void shouldOpenForAllOnlyIfTheQuorumSeesItFail(
      @ForAll("policies") BreakerPolicy policy, @ForAll Random random) {
    var bench = new Bench(policy);
    for (int i = 0; i < 200; i++) {
      if (random.nextInt(12) == 0) {
        bench.pass(Duration.ofSeconds(random.nextInt(40)));
      }
      BreakerState before = bench.state();
      String host = "host-" + random.nextInt(4);
      bench.callFrom(host, random.nextInt(3) == 0 ? Verdict.SUCCESS : Verdict.FAILURE);
      BreakerState after = bench.state();
      boolean opened =
          after.phase() instanceof Phase.Open && !(before.phase() instanceof Phase.Open);
      if (opened) {
        long others =
            before.hosts().stream()
                .filter(each -> !each.host().equals(host))
                .filter(each -> each.seesFailure(bench.now(), policy))
                .count();
        int seen = (int) after.hosts().stream().map(HostBreaker::host).distinct().count();
        assertThat(others + 1).isGreaterThanOrEqualTo(policy.quorum().orElseThrow().needed(seen));
        assertThat(after.hosts()).allMatch(each -> !each.seesFailure(bench.now(), policy));
      }
      assertThat(after.hosts()).extracting(HostBreaker::host).doesNotHaveDuplicates();
    }
  }
}
