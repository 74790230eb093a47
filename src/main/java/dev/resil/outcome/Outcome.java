package dev.resil.outcome;

import java.time.Duration;
import java.util.Optional;

/** The outcome of one attempt. */
public sealed interface Outcome {
  /** Its name in a LIST, in RESIL_LAST_OUTCOME and in reports: {@code exit:7}. */
  String name();

  /** The exit code of a run with this last outcome. */
  int exitCode();

  /** The command exited with a code, 0–255. */
  record Exit(int code) implements Outcome {
    @Override
    public String name() {
      return "exit:" + code;
    }

    @Override
    public int exitCode() {
      return code;
    }
  }

  /** A signal ended the command. */
  record Signal(int number) implements Outcome {
    @Override
    public String name() {
      return "signal:" + Signals.name(number);
    }

    @Override
    public int exitCode() {
      return ExitCodes.ofSignal(number);
    }
  }

  /**
   * The attempt was cut off: by its timeout, the limit of the run, or because it printed nothing.
   *
   * @param silence the time without output that ended it; empty if it reached a limit of its own
   * @param preserved how its command ended, if that decides the exit code
   */
  record Timeout(Optional<Duration> silence, Optional<Outcome> preserved) implements Outcome {
    /** An attempt that reached its timeout or the limit of the run. */
    public Timeout() {
      this(Optional.empty());
    }

    /** An attempt that was silent for too long, or reached a limit. */
    public Timeout(Optional<Duration> silence) {
      this(silence, Optional.empty());
    }

    /** This timeout with the exit code of its command. */
    public Timeout preserving(Optional<Outcome> command) {
      return new Timeout(silence, command);
    }

    @Override
    public String name() {
      return silence.isPresent() ? "timeout:idle" : "timeout";
    }

    @Override
    public int exitCode() {
      return preserved.map(Outcome::exitCode).orElse(ExitCodes.TIMEOUT);
    }
  }

  /**
   * The command does not exist.
   *
   * @param reason the system's message
   */
  record NotFound(String reason) implements Outcome {
    @Override
    public String name() {
      return "not-found";
    }

    @Override
    public int exitCode() {
      return ExitCodes.NOT_FOUND;
    }
  }

  /**
   * resil failed at its own part of the attempt. Never retried.
   *
   * @param reason the failed operation and the system's message
   */
  record ResilFailed(String reason) implements Outcome {
    @Override
    public String name() {
      return "resil-failed";
    }

    @Override
    public int exitCode() {
      return ExitCodes.RESIL_FAILED;
    }
  }

  /**
   * The command exists but could not be executed.
   *
   * @param reason the system's message
   */
  record NotExecutable(String reason) implements Outcome {
    @Override
    public String name() {
      return "not-executable";
    }

    @Override
    public int exitCode() {
      return ExitCodes.NOT_EXECUTABLE;
    }
  }

  /**
   * A server answered with an HTTP status, 100–599.
   *
   * @param limited whether it limits the rate of requests: a 403 or 429 that names a wait, or an
   *     exhausted quota
   */
  record Status(int code, boolean limited) implements Outcome {
    /** A status without a limit. */
    public Status(int code) {
      this(code, false);
    }

    @Override
    public String name() {
      return "status:" + code;
    }

    /** Curl's exit code for an HTTP error; not used for a successful status. */
    @Override
    public int exitCode() {
      return ExitCodes.HTTP_ERROR;
    }
  }

  /**
   * A request got no complete answer.
   *
   * @param reason the error, for a message
   */
  record Unanswered(Fault fault, String reason) implements Outcome {
    @Override
    public String name() {
      return fault.text();
    }

    @Override
    public int exitCode() {
      return fault.exitCode();
    }
  }
}
