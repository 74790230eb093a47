package dev.resil.run;

/** Receives the events of a run, to record, show or count them. */
@FunctionalInterface
public interface RunListener {
  /** Handles an event. Must not throw: a listener cannot change the run. */
  void on(RunEvent event);
}
