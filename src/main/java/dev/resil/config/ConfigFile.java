package dev.resil.config;

import java.util.List;
import java.util.Map;

/**
 * A file of settings: {@code [defaults]}, and {@code [profiles.NAME]} for each profile.
 *
 * @param name as people know it
 * @param defaults by key, in the file's order
 * @param profiles by name, in the file's order
 * @param problems what is wrong with it, in the file's order
 */
public record ConfigFile(
    String name,
    Map<String, Setting> defaults,
    Map<String, Map<String, Setting>> profiles,
    List<ConfigProblem> problems) {}
