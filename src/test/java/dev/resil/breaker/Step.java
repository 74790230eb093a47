package dev.resil.breaker;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** The steps of random sequences. */
sealed interface Step {
  /** A call asks. */
  record Start() implements Step {}

  /** One of the running calls ends; no effect if there is none. */
  record End(int which, Verdict verdict, boolean slow) implements Step {}

  /** Time passes. */
  record Pass(Duration time) implements Step {}

  /** Steps with times just below, at and above the recovery timeout. */
  static Arbitrary<Step> steps(Duration recovery) {
    Arbitrary<Step> start = Arbitraries.just(new Start());
    Arbitrary<Step> end =
        Combinators.combine(
                Arbitraries.integers().between(0, 9),
                Arbitraries.frequency(
                    Tuple.of(5, Verdict.FAILURE),
                    Tuple.of(7, Verdict.SUCCESS),
                    Tuple.of(1, Verdict.NEUTRAL)),
                Arbitraries.frequency(Tuple.of(6, false), Tuple.of(1, true)))
            .as(End::new);
    Arbitrary<Step> pass =
        Arbitraries.of(
                Duration.ofMillis(1),
                Duration.ofSeconds(1),
                Duration.ofMillis(1700),
                Duration.ofMillis(recovery.toMillis() / 3),
                recovery.minusMillis(1),
                recovery,
                recovery.plusMillis(1))
            .map(Pass::new);
    return Arbitraries.frequencyOf(Tuple.of(5, start), Tuple.of(8, end), Tuple.of(2, pass));
  }
}
