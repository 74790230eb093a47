package dev.resil.run;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The exit codes that the user wants for certain endings.
 *
 * @param codes from the ending to the code, 0–255
 * @param failIfFlaky whether a success after a retry exits with {@link #FLAKY}
 */
public record EndingCodes(Map<Ending.Kind, Integer> codes, boolean failIfFlaky) {
  /** Every ending has its own code. */
  public static final EndingCodes NONE = new EndingCodes(Map.of());

  /** The exit code of a success after a retry, if that fails the run. */
  static final int FLAKY = 1;

  /** Codes for some endings, whatever the number of attempts. */
  public EndingCodes(Map<Ending.Kind, Integer> codes) {
    this(codes, false);
  }

  /** Copies the map. */
  public EndingCodes {
    codes = Map.copyOf(codes);
  }

  /** The code for an ending; empty for its own. */
  OptionalInt of(Ending.Kind kind) {
    Integer code = codes.get(kind);
    return code == null ? OptionalInt.empty() : OptionalInt.of(code);
  }

  /** Both together; of two codes for one ending, the other's counts. */
  public EndingCodes and(EndingCodes other) {
    Map<Ending.Kind, Integer> all = new EnumMap<>(Ending.Kind.class);
    all.putAll(codes);
    all.putAll(other.codes);
    return new EndingCodes(all, failIfFlaky || other.failIfFlaky);
  }

  /** These codes, but 1 for a success after a retry. */
  public EndingCodes failingIfFlaky() {
    return new EndingCodes(codes, true);
  }
}
