package dev.resil.config;

import java.util.List;
import java.util.Map;

/**
 * A configuration file: {@code [defaults]}, and {@code [profiles.NAME]} for each profile.
 *
 * @param name as displayed
 * @param defaults by key, in the file's order
 * @param profiles by name, in the file's order
 * @param problems its problems, in the file's order
 */
public record ConfigFile(
    String name,
    Map<String, Setting> defaults,
    Map<String, Map<String, Setting>> profiles,
    List<ConfigProblem> problems) {}
