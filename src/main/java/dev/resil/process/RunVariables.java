package dev.resil.process;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What all that a run starts finds in its environment.
 *
 * @param runId names the run
 * @param others what else
 */
public record RunVariables(String runId, Map<String, String> others) {
  /** The attempt's number, from 1. */
  public static final String ATTEMPT = "RESIL_ATTEMPT";

  static final String RUN_ID = "RESIL_RUN_ID";

  /** Copies the map. */
  public RunVariables {
    others = Map.copyOf(others);
  }

  /** As variables, with some more. */
  public Map<String, String> with(Map<String, String> more) {
    Map<String, String> variables = new LinkedHashMap<>(others);
    variables.put(RUN_ID, runId);
    variables.putAll(more);
    return variables;
  }
}
