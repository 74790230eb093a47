package dev.resil.cli.options;

import dev.resil.text.Printable;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Reports problems while watching, each once for as long as it lasts. */
public final class OngoingProblems {
  private final PrintWriter err;
  private final Set<String> told = new HashSet<>();

  public OngoingProblems(PrintWriter err) {
    this.err = err;
  }

  /** Sets the current problems; all others are over. */
  public void now(Collection<String> troubles) {
    told.retainAll(troubles);
    troubles.forEach(this::also);
  }

  /** Adds a problem. */
  public void also(String trouble) {
    if (told.add(trouble)) {
      err.println("resil: " + Printable.of(trouble));
      err.flush();
    }
  }
}
