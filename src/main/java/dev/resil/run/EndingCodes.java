package dev.resil.run;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The exit codes that the user wants for certain endings.
 *
 * @param codes from the ending to the code, 0–255
 */
public record EndingCodes(Map<Ending.Kind, Integer> codes) {
  /** Every ending has its own code. */
  public static final EndingCodes NONE = new EndingCodes(Map.of());

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
    return new EndingCodes(all);
  }
}
