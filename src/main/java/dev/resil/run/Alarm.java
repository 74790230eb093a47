package dev.resil.run;

import java.util.OptionalLong;

/** An action at a given time, whatever the event loop waits for then. */
public interface Alarm {
  /** The time of the action, on {@link Time#nanos}; empty for none at present. */
  OptionalLong due();

  /** Performs the action, without waiting. Afterwards it is due later, or not at all. */
  void run();
}
