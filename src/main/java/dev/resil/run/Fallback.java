package dev.resil.run;

import dev.resil.outcome.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What answers in place of attempts: before them, or after they failed. */
public interface Fallback {
  /** Nothing does. */
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

  /** Answers so that no attempt is needed. */
  Optional<Answer> before();

  /**
   * Answers for a run that failed or was rejected; empty where the failure stands. Says so to the
   * run's listener before it answers.
   */
  Optional<Answer> after(RunResult failed);

  /** Where an answer comes from. */
  enum Source {
    /** What an earlier run printed. */
    CACHE,
    /** A line for {@code sh}. */
    LINE,
    /** A file. */
    FILE
  }

  /**
   * What was answered.
   *
   * @param outcome what came of it
   * @param age of a copy: since it was made
   * @param interrupted the signal by which the user stopped it
   */
  record Answer(Source source, Outcome outcome, Optional<Duration> age, OptionalInt interrupted) {}
}
