package dev.resil.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The transient and permanent failures of a program.
 *
 * @param name the preset's name
 * @param programs the programs that it applies to
 * @param source the program's documentation of its failures
 * @param transientLists the LISTs of transient failures
 * @param permanentLists the LISTs of permanent failures, which take precedence
 */
public record Preset(
    String name,
    List<String> programs,
    String source,
    List<String> transientLists,
    List<String> permanentLists) {
  /** A timeout is always transient. */
  private static final String ALWAYS = "timeout";

  /** Copies the lists. */
  public Preset {
    programs = List.copyOf(programs);
    transientLists = List.copyOf(transientLists);
    permanentLists = List.copyOf(permanentLists);
  }

  /**
   * Reads presets: a section each, {@code [NAME]}, of lines {@code programs:}, {@code source:},
   * {@code transient:} and {@code permanent:}; lines that begin with # are comments.
   *
   * @throws IllegalArgumentException for any other line
   */
  public static List<Preset> parse(String text) {
    List<Preset> presets = new ArrayList<>();
    for (String section : text.split("(?m)^\\[", -1)) {
      if (section.contains("]\n")) {
        presets.add(section(section));
      }
    }
    return presets;
  }

  private static Preset section(String section) {
    int end = section.indexOf(']');
    String name = section.substring(0, end);
    List<String> programs = new ArrayList<>();
    List<String> transients = new ArrayList<>(List.of(ALWAYS));
    List<String> permanent = new ArrayList<>();
    Optional<String> source = Optional.empty();
    for (String line : section.substring(end + 1).strip().split("\n", -1)) {
      int colon = line.indexOf(": ");
      String value = line.substring(colon + 2);
      switch (line.substring(0, Math.max(0, colon))) {
        case "programs" -> programs.addAll(Arrays.asList(value.split(", ", -1)));
        case "source" -> source = Optional.of(value);
        case "transient" -> transients.add(value);
        case "permanent" -> permanent.add(value);
        default -> throw new IllegalArgumentException(name + ": what is '" + line + "'?");
      }
    }
    return new Preset(
        name,
        programs.isEmpty() ? List.of(name) : programs,
        source.orElseThrow(() -> new IllegalArgumentException(name + ": no source")),
        transients,
        permanent);
  }

  /** The transient failures. */
  public OutcomeSet transients() {
    return union(transientLists);
  }

  /** The permanent failures. */
  public OutcomeSet permanent() {
    return union(permanentLists);
  }

  private static OutcomeSet union(List<String> lists) {
    return lists.stream().map(OutcomeParser::parse).reduce(OutcomeSet.NONE, OutcomeSet::and);
  }
}
