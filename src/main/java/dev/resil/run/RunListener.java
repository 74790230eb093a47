package dev.resil.run;

/** Learns what happens in a run: writes it down, shows it, counts it. */
@FunctionalInterface
public interface RunListener {
  /** Something happened. Must not throw: what listens cannot change the run. */
  void on(RunEvent event);
}
