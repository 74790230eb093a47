package dev.resil.cli.config;

import dev.resil.cli.config.ConfigOptions.Choice;
import dev.resil.cli.options.Nearest;
import dev.resil.cli.options.UsageException;
import dev.resil.config.ConfigFile;
import dev.resil.config.ConfigPlaces;
import dev.resil.config.ConfigProblem;
import dev.resil.config.ConfigView;
import dev.resil.config.Origin;
import dev.resil.config.Setting;
import dev.resil.config.TomlReader;
import dev.resil.text.IoReason;
import dev.resil.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings below the command line, in layers: the first layer with an option wins. */
final class ConfigLayers {
  private final ConfigSource source;
  private final OptionKeys keys;
  private final Choice choice;
  private final Map<String, String> environment;

  /** A possible location of a configuration file. */
  record Place(String file, boolean found) {}

  ConfigLayers(ConfigSource source, OptionKeys keys, ConfigOptions options) {
    this.source = source;
    this.keys = keys;
    this.environment = source.variables(OptionKeys.PREFIX);
    this.choice = options.choose(environment);
  }

  /** The selected profile. */
  Optional<String> profile() {
    return choice.profile();
  }

  /**
   * The layers, strongest first.
   *
   * @throws UsageException if a file has a problem, or the profile does not exist
   */
  List<Map<String, Setting>> read() {
    List<Map<String, Setting>> layers = new ArrayList<>();
    Map<String, Setting> variables = variables();
    if (!variables.isEmpty()) {
      layers.add(keys.byKey(variables));
    }
    List<ConfigFile> files = files();
    choice.profile().ifPresent(name -> layers.addAll(profile(name, files)));
    files.forEach(file -> layers.add(keys.byKey(file.defaults())));
    return layers;
  }

  /** The settings from environment variables. */
  Map<String, Setting> variables() {
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (variable.getValue().isEmpty()) {
        continue;
      }
      OptionKeys.keyOf(variable.getKey())
          .filter(key ->
              keys.find(key).isPresent() && OptionKeys.variable(key).equals(variable.getKey()))
          .ifPresent(key ->
              settings.put(
                  key,
                  new Setting(
                      key,
                      new Setting.Value.Word(variable.getValue()),
                      new Origin.Variable(variable.getKey()))));
    }
    return settings;
  }

  private List<Map<String, Setting>> profile(String name, List<ConfigFile> files) {
    List<Map<String, Setting>> layers =
        files.stream()
            .filter(file -> file.profiles().containsKey(name))
            .map(file -> keys.byKey(file.profiles().get(name)))
            .toList();
    if (layers.isEmpty()) {
      throw UsageException.wrongValue(choice.profileFrom(), name, noProfile(name, files));
    }
    return layers;
  }

  private String noProfile(String name, List<ConfigFile> files) {
    Set<String> names = new LinkedHashSet<>();
    files.forEach(file -> names.addAll(file.profiles().keySet()));
    String where =
        files.isEmpty()
            ? "there is no configuration file; 'resil config path' shows where to create one"
            : "no such profile in " + String.join(", ", files.stream().map(f -> f.name()).toList());
    List<String> near = Nearest.to(name, names);
    return where + (near.isEmpty() ? "" : "; did you mean " + near.getFirst() + "?");
  }

  /** The locations of configuration files, highest precedence first. */
  List<Place> places() {
    if (choice.none()) {
      return List.of();
    } else if (choice.file().isPresent()) {
      return List.of(new Place(choice.file().get(), false));
    }
    List<Place> places = new ArrayList<>();
    places.add(new Place(ConfigPlaces.LOCAL, true));
    ConfigPlaces.ofUser(source::variable).ifPresent(file -> places.add(new Place(file, false)));
    return places;
  }

  /** The user's own file, for the remedy, if a file was found rather than named. */
  Optional<String> own(Place place) {
    return place.found()
        ? Optional.of(ConfigPlaces.ofUser(source::variable).orElse("~/.config/resil/config.toml"))
        : Optional.empty();
  }

  /** The status of each location, highest precedence first. */
  List<ConfigView.SeenFile> seen() {
    return places().stream().map(this::seen).toList();
  }

  private ConfigView.SeenFile seen(Place place) {
    if (!source.exists(place.file())) {
      return new ConfigView.SeenFile(place.file(), ConfigView.Status.ABSENT, Optional.empty());
    }
    Optional<String> distrust = reasonToDistrust(place);
    return new ConfigView.SeenFile(
        place.file(),
        distrust.isPresent() ? ConfigView.Status.IGNORED : ConfigView.Status.READ,
        distrust);
  }

  private List<ConfigFile> files() {
    List<ConfigFile> files = new ArrayList<>();
    for (Place place : places()) {
      if (choice.file().isPresent()) {
        files.add(checked(place));
      } else if (source.exists(place.file())) {
        Optional<String> distrust = reasonToDistrust(place);
        if (distrust.isPresent()) {
          source.say(ignored(place, distrust.get()));
        } else {
          files.add(checked(place));
        }
      }
    }
    return files;
  }

  private static String ignored(Place place, String why) {
    return ("%s: ignored because another user could have written it: %s; use --config %s to read"
            + " it anyway")
        .formatted(place.file(), Printable.of(why), place.file());
  }

  /** The reason to ignore a file that the user did not name. */
  Optional<String> reasonToDistrust(Place place) {
    try {
      return place.found() ? source.reasonToDistrust(place.file()) : Optional.empty();
    } catch (IOException e) {
      return Optional.of("it cannot be examined: " + IoReason.of(e));
    }
  }

  private ConfigFile checked(Place place) {
    ConfigFile file = parse(place.file());
    List<ConfigProblem> problems = ConfigValidation.ofNames(file, keys, own(place));
    if (!problems.isEmpty()) {
      String more =
          problems.size() == 1
              ? ""
              : "; 'resil config check %s' shows %d more"
                  .formatted(Printable.word(place.file()), problems.size() - 1);
      throw new UsageException(problems.getFirst().text() + more);
    }
    return file;
  }

  /** Reads a file that this run uses. */
  private ConfigFile parse(String file) {
    try {
      return TomlReader.read(file, source.read(file, choice.file().isPresent()));
    } catch (IOException e) {
      if (choice.file().isPresent()) {
        throw UsageException.wrongValue(
            choice.fileFrom(), file, "cannot be read: " + IoReason.of(e) + "; name another file");
      }
      throw unreadable(file, e, "; use --no-config to ignore it");
    }
  }

  /**
   * Reads a file to check it.
   *
   * @throws UsageException if it cannot be read
   */
  ConfigFile read(String file) {
    try {
      return TomlReader.read(file, source.read(file, true));
    } catch (IOException e) {
      throw unreadable(file, e, "");
    }
  }

  private static UsageException unreadable(String file, IOException e, String remedy) {
    return new UsageException(
        Printable.word(file) + ": cannot be read: " + Printable.of(IoReason.of(e)) + remedy);
  }
}
