package dev.resil.process;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Environment variables for all processes of a run.
 *
 * @param runId the id of the run
 * @param others further variables
 */
public record RunVariables(String runId, Map<String, String> others) {
  /** The attempt's number, from 1. */
  public static final String ATTEMPT = "RESIL_ATTEMPT";

  static final String RUN_ID = "RESIL_RUN_ID";

  /** Copies the map. */
  public RunVariables {
    others = Map.copyOf(others);
  }

  /** All variables, with some more. */
  public Map<String, String> with(Map<String, String> more) {
    Map<String, String> variables = new LinkedHashMap<>(others);
    variables.put(RUN_ID, runId);
    variables.putAll(more);
    return variables;
  }
}
