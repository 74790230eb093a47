package dev.resil.cli.options;

import java.util.Optional;

/**
 * The settings for counting a run.
 *
 * @param name the name to count it under
 * @param metricsFile the file for the name's statistics in Prometheus text format
 */
public record StatisticsSettings(String name, Optional<String> metricsFile) {}
