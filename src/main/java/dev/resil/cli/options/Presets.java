package dev.resil.cli.options;

import dev.resil.outcome.Preset;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The built-in presets. */
public final class Presets {
  /** Selects the preset by the command's name. */
  public static final String AUTO = "auto";

  /** The topic of {@code resil help} that lists them. */
  public static final String TOPIC = "presets";

  /**
   * Read when the native image is built, which then contains the text and no resource; on a JVM,
   * read when a preset is first used.
   */
  private static final String TEXT = read();

  private Presets() {}

  private static String read() {
    try (InputStream in = Presets.class.getResourceAsStream("/presets.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All presets, by name. */
  static List<Preset> all() {
    return Preset.parse(TEXT);
  }

  /** The preset of a name, its own or that of one of its programs; empty if there is none. */
  public static Optional<Preset> named(String name) {
    List<Preset> all = all();
    return all.stream()
        .filter(preset -> preset.name().equals(name))
        .findAny()
        .or(() -> about(name, all));
  }

  /** The preset of the program that a command starts; empty where there is none. */
  public static Optional<Preset> of(String program) {
    return about(program.substring(program.lastIndexOf('/') + 1), all());
  }

  private static Optional<Preset> about(String program, List<Preset> all) {
    return all.stream().filter(preset -> preset.programs().contains(program)).findAny();
  }

  /** The reason why a name is none of a preset's. */
  static String reason(String name) {
    List<String> near = Nearest.to(name, all().stream().map(Preset::name).toList());
    String remedy =
        near.isEmpty() ? "see 'resil help presets'" : "did you mean " + near.getFirst() + "?";
    return "unknown preset; " + remedy;
  }

  /** The text of {@code resil help presets}: programs, lists and sources. */
  public static String text() {
    StringBuilder text =
        new StringBuilder("Transient and permanent failures for each --preset NAME:\n");
    for (Preset preset : all()) {
      text.append('\n').append(preset.name());
      if (preset.programs().size() > 1) {
        text.append(" (").append(String.join(", ", preset.programs())).append(')');
      }
      text.append("\n  source: ").append(preset.source()).append('\n');
      preset
          .transientLists()
          .forEach(list -> text.append("  transient: ").append(list).append('\n'));
      preset
          .permanentLists()
          .forEach(list -> text.append("  permanent: ").append(list).append('\n'));
    }
    return text.toString();
  }
}
