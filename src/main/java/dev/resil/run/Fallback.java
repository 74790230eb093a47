package dev.resil.run;

import dev.resil.outcome.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** An answer in place of attempts: before them, or after they failed. */
public interface Fallback {
  /** No fallback. */
  Fallback NONE =
      new Fallback() {
        @Override
        public Optional<Answer> before() {
          return Optional.empty();
        }

        @Override
        public Optional<Answer> after(RunResult failed) {
          return Optional.empty();
        }
      };

  /** Answers before the first attempt, which makes attempts unnecessary. */
  Optional<Answer> before();

  /**
   * Answers for a run that failed or was rejected; empty if the failure stands. Notifies the run's
   * listener first.
   */
  Optional<Answer> after(RunResult failed);

  /** The source of an answer. */
  enum Source {
    /** The cached output of an earlier run. */
    CACHE,
    /** A command line for {@code sh}. */
    LINE,
    /** A file. */
    FILE
  }

  /**
   * An answer.
   *
   * @param outcome the outcome of producing it
   * @param age the age of a cached copy
   * @param interrupted the signal by which the user stopped it
   */
  record Answer(Source source, Outcome outcome, Optional<Duration> age, OptionalInt interrupted) {}
}
