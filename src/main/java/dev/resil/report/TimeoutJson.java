package dev.resil.report;

import dev.resil.json.Json;
import dev.resil.json.JsonPart;
import dev.resil.outcome.Signals;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The time limits of a command, for the report.
 *
 * @param timeout of an attempt
 * @param idle of an attempt without output
 * @param signal sent at the timeout
 * @param killAfter the delay from the signal to SIGKILL
 * @param preserveStatus whether a timeout leaves the exit code to the command
 * @param foreground whether only the command itself is signalled
 */
public record TimeoutJson(
    Optional<Duration> timeout,
    Optional<Duration> idle,
    int signal,
    Optional<Duration> killAfter,
    boolean preserveStatus,
    boolean foreground)
    implements JsonPart {
  @Override
  public void write(JsonGenerator json) {
    Json.duration(json, "timeout", timeout);
    Json.duration(json, "idle_timeout", idle);
    json.writeStringProperty("signal", Signals.name(signal));
    Json.duration(json, "kill_after", killAfter);
    if (preserveStatus) {
      json.writeBooleanProperty("preserve_status", true);
    }
    if (foreground) {
      json.writeBooleanProperty("foreground", true);
    }
  }
}
