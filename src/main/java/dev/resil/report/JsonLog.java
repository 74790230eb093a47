package dev.resil.report;

import dev.resil.io.LineSink;
import dev.resil.report.terminal.HumanLines;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import java.util.function.Function;

/**
 * The messages for people as JSON lines, as defined by {@code schema/event.schema.json}: each has
 * the message and the facts of the event it is about.
 */
public final class JsonLog implements RunListener, LineSink {
  private final LineSink sink;
  private final EventJson events;
  private final RunListener lines;

  /** The event of the current message. */
  private RunEvent event;

  /**
   * A log.
   *
   * @param sink receives the JSON
   * @param lines creates the listener that writes the messages to a given sink
   */
  public JsonLog(LineSink sink, EventJson events, Function<LineSink, RunListener> lines) {
    this.sink = sink;
    this.events = events;
    this.lines = lines.apply(this::said);
  }

  @Override
  public void on(RunEvent happened) {
    event = happened;
    lines.on(happened);
  }

  private void said(String text) {
    sink.line(events.line(event, LogLevel.of(event), message(text)));
  }

  /** A message without an event, such as a failed write. */
  @Override
  public void line(String text) {
    sink.line(events.line(LogLevel.WARN, message(text)));
  }

  private static String message(String text) {
    return text.startsWith(HumanLines.PREFIX) ? text.substring(HumanLines.PREFIX.length()) : text;
  }
}
