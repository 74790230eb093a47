package dev.resil.cli.config;

import dev.resil.cli.config.ConfigLayers.Place;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.Nearest;
import dev.resil.config.ConfigFile;
import dev.resil.config.ConfigPlaces;
import dev.resil.config.ConfigProblem;
import dev.resil.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil config check}. */
@Command(
    name = "check",
    header = "Check configuration files for errors.",
    customSynopsis = "resil config check [OPTIONS] [FILE...]",
    description = {
      "Without FILE, check the files that a run would read, and the RESIL_ environment"
          + " variables.",
      "Exit code: 0, or 1 if there are errors."
    },
    footer = {"", "Examples:", "  resil config check"})
final class ConfigCheckCommand implements Callable<Integer> {
  private static final int PROBLEMS_FOUND = 1;

  /** Variables other than options: for the command, and for resil's launcher and log. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "RESIL_ATTEMPT",
          "RESIL_ATTEMPT_LIMIT",
          "RESIL_RUN_ID",
          "RESIL_LAST_OUTCOME",
          "RESIL_LOCK_TOKEN",
          "RESIL_CI_GROUP",
          "RESIL_ENV",
          "RESIL_LOG",
          "RESIL_HOST",
          "RESIL_RUNTIME",
          "RESIL_JAVA_HOME",
          "RESIL_REDIS_USER",
          "RESIL_REDIS_PASSWORD",
          "RESIL_REDIS_PASSWORD_FILE",
          "RESIL_REDIS_SENTINEL_USER",
          "RESIL_REDIS_SENTINEL_PASSWORD",
          "RESIL_REDIS_CACERT",
          "RESIL_REDIS_CERT",
          "RESIL_REDIS_KEY",
          "RESIL_PROFILE",
          "RESIL_CONFIG",
          "RESIL_NO_CONFIG");

  @Mixin(name = "Configuration")
  private final ConfigOptions options = new ConfigOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Parameters(arity = "0..*", paramLabel = "FILE", hidden = true)
  private List<String> files = new ArrayList<>();

  @Spec private CommandSpec spec;

  private final ConfigSource source;
  private final OptionKeys keys;

  ConfigCheckCommand(ConfigSource source, OptionKeys keys) {
    this.source = source;
    this.keys = keys;
  }

  @Override
  public Integer call() {
    ConfigLayers layers = new ConfigLayers(source, keys, options);
    List<Place> places =
        files.isEmpty()
            ? layers.places().stream().filter(place -> source.exists(place.file())).toList()
            : files.stream()
                .map(file -> new Place(file, file.endsWith(ConfigPlaces.LOCAL)))
                .toList();
    List<String> problems = new ArrayList<>();
    for (Place place : places) {
      ConfigFile file = layers.read(place.file());
      ConfigValidation.ofAll(file, keys, layers.own(place)).stream()
          .map(ConfigProblem::text)
          .forEach(problems::add);
      layers
          .reasonToDistrust(place)
          .ifPresent(why -> problems.add(Printable.of(place.file() + ": ignored: " + why)));
    }
    if (files.isEmpty()) {
      source
          .variables(OptionKeys.PREFIX)
          .keySet()
          .forEach(name -> variable(name).ifPresent(problems::add));
      layers
          .variables()
          .values()
          .forEach(set -> ConfigValidation.ofVariable(set, keys).ifPresent(problems::add));
    }
    PrintWriter out = spec.commandLine().getOut();
    problems.forEach(out::println);
    out.flush();
    return problems.isEmpty() ? 0 : PROBLEMS_FOUND;
  }

  /** The variables of hooks share a prefix. */
  private static boolean isOther(String variable) {
    return OTHER_VARIABLES.contains(variable) || variable.startsWith("RESIL_EVENT");
  }

  /** The problem with a variable that looks like an option. */
  private Optional<String> variable(String name) {
    return OptionKeys.keyOf(name)
        .filter(key -> keys.find(key).isEmpty() && !isOther(name))
        .map(key -> {
          List<String> near = Nearest.to(key, keys.all());
          String remedy =
              near.isEmpty()
                  ? "it has no effect"
                  : "did you mean " + OptionKeys.variable(near.getFirst()) + "?";
          return Printable.of(name) + ": matches no option; " + remedy;
        });
  }
}
