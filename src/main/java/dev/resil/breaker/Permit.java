package dev.resil.breaker;

import java.util.Optional;

/**
 * What a call was let through on; its report brings it back.
 *
 * @param generation the breaker's generation when it was given
 * @param lease the number of the lease in HALF_OPEN, 0 in CLOSED, where none is needed
 * @param own that of the host's own breaker, where a quorum of hosts decides about this one
 */
public record Permit(long generation, long lease, Optional<Permit> own) {
  Permit(long generation, long lease) {
    this(generation, lease, Optional.empty());
  }

  /** Whether it keeps others from a probe until it is brought back. */
  public boolean isProbe() {
    return lease > 0 || own.filter(Permit::isProbe).isPresent();
  }

  Permit together(Permit his) {
    return new Permit(generation, lease, Optional.of(his));
  }
}
