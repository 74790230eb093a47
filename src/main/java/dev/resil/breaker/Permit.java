package dev.resil.breaker;

import java.util.Optional;

/**
 * The permit of a call, returned with its report.
 *
 * @param generation the breaker's generation when it was granted
 * @param lease the number of the lease in HALF_OPEN, 0 in CLOSED
 * @param own the permit of the host's own breaker, if a quorum decides
 */
public record Permit(long generation, long lease, Optional<Permit> own) {
  Permit(long generation, long lease) {
    this(generation, lease, Optional.empty());
  }

  /** Whether it occupies a probe until it is returned. */
  public boolean isProbe() {
    return lease > 0 || own.filter(Permit::isProbe).isPresent();
  }

  Permit together(Permit ofHost) {
    return new Permit(generation, lease, Optional.of(ofHost));
  }
}
