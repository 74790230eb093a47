package dev.resil.cli.doctor;

import dev.resil.cli.config.ConfigFiles;
import dev.resil.cli.config.ConfigSource;
import dev.resil.cli.config.OptionKeys;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.StateOptions;
import dev.resil.cli.options.Version;
import dev.resil.config.ConfigView;
import dev.resil.doctor.Checkup;
import dev.resil.doctor.CheckupJson;
import dev.resil.doctor.CheckupText;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code resil doctor}. */
@Command(
    name = "doctor",
    header = "Show what a bug report needs, and try what resil writes to.",
    customSynopsis = "resil doctor [OPTIONS]",
    description = {
      "Shows version, system, C library, control group, terminal, configuration files, the names"
          + " of variables, and the folders of state, cache and temporary files. Writes a file"
          + " to each folder that exists and deletes it; asks Redis twice, if --state names it."
          + " Shows no passwords, and no values of variables.",
      "Exit code: 0, or 1 if a folder or Redis cannot be used."
    },
    footer = {
      "",
      "Examples:",
      "  resil doctor",
      "  resil doctor --json",
      "  resil doctor --state redis://cache.example"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int PROBLEMS_FOUND = 1;

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Mixin(name = "State")
  private final StateOptions state = new StateOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final Examination examination;
  private final ConfigSource source;
  private final OptionKeys keys;

  /** The command. */
  public DoctorCommand(Examination examination, ConfigSource source, OptionKeys keys) {
    this.examination = examination;
    this.source = source;
    this.keys = keys;
  }

  @Override
  public Integer call() {
    Checkup checkup =
        examination.of(
            new Checkup.Version(Version.number(), Version.build()),
            ConfigFiles.seen(source, keys, spec).stream()
                .map(DoctorCommand::configuration)
                .toList(),
            state.folder());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? CheckupJson.of(checkup) + System.lineSeparator() : CheckupText.of(checkup));
    out.flush();
    return checkup.isHealthy() ? 0 : PROBLEMS_FOUND;
  }

  private static Checkup.Configuration configuration(ConfigView.SeenFile file) {
    return new Checkup.Configuration(
        file.file(), file.status().name().toLowerCase(Locale.ROOT), file.reason());
  }
}
