package dev.resil.run;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The state that keeps a process from reacting to a signal.
 *
 * @param state the letter and the word of {@code proc(5)}: {@code D (disk sleep)}
 * @param waitsIn the kernel function in which it waits, if known
 * @param tracer the process that traces it, such as a debugger
 */
public record ProcessCondition(String state, Optional<String> waitsIn, OptionalInt tracer) {
  /** The condition in words: {@code D (disk sleep) in nfs_wait_bit_killable}. */
  public String words() {
    return state
        + waitsIn.map(function -> " in " + function).orElse("")
        + (tracer.isPresent() ? ", traced by process " + tracer.getAsInt() : "");
  }
}
