package dev.resil.ping;

import dev.resil.outcome.Outcome;
import dev.resil.run.Ending;
import dev.resil.run.RunResult;
import java.time.Duration;
import java.util.Locale;

/**
 * The end of a run as a service is told of it.
 *
 * @param success whether the run is one, or resil exits with 0
 * @param words the result, for people
 * @param output the last bytes of output, if they are sent
 */
record RunEnd(boolean success, int exitCode, String words, Duration elapsed, String output) {
  /** The end of a run with a result. */
  static RunEnd of(RunResult result, String output) {
    int code = result.exitCode();
    boolean succeeded = result.kind() == Ending.Kind.SUCCEEDED && !result.failsAsFlaky();
    boolean success = code == 0 || succeeded;
    return new RunEnd(
        success, code, success ? "OK" : words(result, code), result.elapsed(), output);
  }

  private static String words(RunResult result, int code) {
    if (result.failsAsFlaky()) {
      return "exit code " + code + " (flaky)";
    }
    String why =
        switch (result.kind()) {
          case REJECTED, LIMITED, SKIPPED, GUARD_FAILED, INTERRUPTED ->
              result.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
          case SUCCEEDED, CACHED, ATTEMPTS_EXHAUSTED, BUDGET_SPENT, NOT_RETRIED, TIME_LIMIT ->
              result
                  .last()
                  .map(last -> last.outcome())
                  .filter(outcome -> !(outcome instanceof Outcome.Exit))
                  .map(Outcome::name)
                  .orElse("");
        };
    return "exit code " + code + (why.isEmpty() ? "" : " (" + why + ")");
  }
}
