package dev.resil.cli.options;

import java.util.Optional;

/**
 * How a run is counted.
 *
 * @param name under which
 * @param state the place that was named for state
 * @param metricsFile where all that was counted under the name is written for Prometheus
 */
public record StatisticsSettings(
    String name, Optional<String> state, Optional<String> metricsFile) {}
