package dev.resil.report;

import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every event of a run with its time, for bug reports. Created, and the logging library loaded,
 * only if {@value #VARIABLE} asks for it.
 */
public final class DiagnosticLog implements RunListener {
  /** The variable that holds the level. */
  public static final String VARIABLE = "RESIL_LOG";

  private static final String LEVEL = "debug";
  private static final String SETTING = "org.slf4j.simpleLogger.";

  private final Logger logger;
  private final EventJson events;

  private DiagnosticLog(Logger logger, EventJson events) {
    this.logger = logger;
    this.events = events;
  }

  /**
   * A log on stderr.
   *
   * @throws IllegalArgumentException if the level does not exist
   */
  public static DiagnosticLog at(String level, EventJson events) {
    if (!level.equals(LEVEL)) {
      throw new IllegalArgumentException("must be 'debug'; leave it unset otherwise");
    }
    System.setProperty(SETTING + "defaultLogLevel", level);
    System.setProperty(SETTING + "showDateTime", "true");
    System.setProperty(SETTING + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    System.setProperty(SETTING + "showThreadName", "false");
    return new DiagnosticLog(LoggerFactory.getLogger("resil"), events);
  }

  @Override
  public void on(RunEvent event) {
    logger.debug("{}", events.line(event));
  }
}
