package dev.resil.report;

import dev.resil.io.LineSink;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;

/** Writes every event of a run as a JSON line. */
public final class EventLog implements RunListener {
  private final EventJson events;
  private final LineSink destination;

  /** A log that writes to a destination. */
  public EventLog(EventJson events, LineSink destination) {
    this.events = events;
    this.destination = destination;
  }

  @Override
  public void on(RunEvent event) {
    destination.line(events.line(event));
  }
}
