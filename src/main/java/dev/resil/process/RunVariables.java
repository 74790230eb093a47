package dev.resil.process;

import java.util.LinkedHashMap;
import java.util.Map;

/** Environment variables for all processes of a run. Hooks may add some while it runs. */
public final class RunVariables {
  /** The attempt's number, from 1. */
  public static final String ATTEMPT = "RESIL_ATTEMPT";

  static final String RUN_ID = "RESIL_RUN_ID";

  private final String runId;
  private final Map<String, String> others;

  /**
   * The variables of a run.
   *
   * @param runId the id of the run
   * @param others further variables
   */
  public RunVariables(String runId, Map<String, String> others) {
    this.runId = runId;
    this.others = new LinkedHashMap<>(others);
  }

  /** The id of the run. */
  public String runId() {
    return runId;
  }

  /** Adds variables, or replaces their values, for the processes started from now on. */
  public void add(Map<String, String> more) {
    others.putAll(more);
  }

  /** All variables, with some more for one process, which take precedence. */
  public Map<String, String> with(Map<String, String> more) {
    Map<String, String> variables = new LinkedHashMap<>(others);
    variables.put(RUN_ID, runId);
    variables.putAll(more);
    return variables;
  }
}
