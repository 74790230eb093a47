package dev.resil.report;

import dev.resil.io.LineSink;
import dev.resil.report.terminal.HumanLines;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import java.util.function.Function;

/**
 * The lines for people as JSON lines, as {@code schema/log.schema.json} describes them: what they
 * say is the message, beside the facts of the event that it is about.
 */
public final class JsonLog implements RunListener, LineSink {
  private final LineSink sink;
  private final EventJson events;
  private final RunListener lines;

  /** What the line is about that is being said. */
  private RunEvent event;

  /**
   * A log.
   *
   * @param sink takes the JSON
   * @param lines makes the lines for people, which it writes to the sink that it is given
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

  /** A line that is about no event: something could not be written, say. */
  @Override
  public void line(String text) {
    sink.line(events.line(LogLevel.WARN, message(text)));
  }

  private static String message(String text) {
    return text.startsWith(HumanLines.PREFIX) ? text.substring(HumanLines.PREFIX.length()) : text;
  }
}
