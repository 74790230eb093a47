package dev.resil.run;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What keeps a process from acting on a signal.
 *
 * @param state the letter and the word of {@code proc(5)}: {@code D (disk sleep)}
 * @param waitsIn the kernel's function in which it waits, where it waits and that may be read
 * @param tracer the process that traces it, a debugger say
 */
public record ProcessCondition(String state, Optional<String> waitsIn, OptionalInt tracer) {
  /** In words: {@code D (disk sleep) in nfs_wait_bit_killable}. */
  public String words() {
    return state
        + waitsIn.map(function -> " in " + function).orElse("")
        + (tracer.isPresent() ? ", traced by process " + tracer.getAsInt() : "");
  }
}
