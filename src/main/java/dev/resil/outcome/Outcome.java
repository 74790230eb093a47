package dev.resil.outcome;

/** What one attempt came to. */
public sealed interface Outcome {
  /** As it is written in a LIST, in RESIL_LAST_OUTCOME and in reports: {@code exit:7}. */
  String name();

  /** The exit code that a run with this as its last outcome has. */
  int exitCode();

  /** The command ended by itself with a code, 0–255. */
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
      return 128 + number;
    }
  }

  /** The attempt ran into its timeout, or into the end of the run. */
  record Timeout() implements Outcome {
    @Override
    public String name() {
      return "timeout";
    }

    @Override
    public int exitCode() {
      return 124;
    }
  }

  /**
   * There is no such command.
   *
   * @param reason the system's words
   */
  record NotFound(String reason) implements Outcome {
    @Override
    public String name() {
      return "not-found";
    }

    @Override
    public int exitCode() {
      return 127;
    }
  }

  /**
   * resil itself could not do what it was asked to do for this attempt. Never tried again.
   *
   * @param reason what, and the system's words
   */
  record ResilFailed(String reason) implements Outcome {
    @Override
    public String name() {
      return "resil-failed";
    }

    @Override
    public int exitCode() {
      return 125;
    }
  }

  /**
   * The command is there but could not be executed.
   *
   * @param reason the system's words
   */
  record NotExecutable(String reason) implements Outcome {
    @Override
    public String name() {
      return "not-executable";
    }

    @Override
    public int exitCode() {
      return 126;
    }
  }

  /** A server answered with an HTTP status, 100–599. */
  record Status(int code) implements Outcome {
    @Override
    public String name() {
      return "status:" + code;
    }

    /** As curl's for an HTTP error; a status that is no failure is asked for no code. */
    @Override
    public int exitCode() {
      return 22;
    }
  }

  /**
   * There was no whole answer to a request.
   *
   * @param reason what went wrong, in words for people
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
