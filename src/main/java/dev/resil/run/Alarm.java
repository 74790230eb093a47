package dev.resil.run;

import java.util.OptionalLong;

/** Something to be done at its time, whatever else is waited for then. */
public interface Alarm {
  /** When it is to be done, on {@link Time#nanos}; empty for not as things stand. */
  OptionalLong due();

  /** It is due: does it without waiting, after which it is due later or not at all. */
  void run();
}
