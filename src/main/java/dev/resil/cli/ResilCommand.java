package dev.resil.cli;

import dev.resil.cli.breaker.BreakerCommand;
import dev.resil.cli.cache.CacheCommand;
import dev.resil.cli.config.ConfigCommand;
import dev.resil.cli.config.ConfigSource;
import dev.resil.cli.config.ConfiguredExecution;
import dev.resil.cli.config.OptionKeys;
import dev.resil.cli.doctor.DoctorCommand;
import dev.resil.cli.doctor.Examination;
import dev.resil.cli.help.CompletionCommand;
import dev.resil.cli.help.HelpCommand;
import dev.resil.cli.help.HelpSections;
import dev.resil.cli.help.UsageErrors;
import dev.resil.cli.http.HttpCommand;
import dev.resil.cli.http.HttpSettings;
import dev.resil.cli.limit.LimitCommand;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.UsageException;
import dev.resil.cli.options.Version;
import dev.resil.cli.run.PlanCommand;
import dev.resil.cli.run.RunCommand;
import dev.resil.cli.run.RunSettings;
import dev.resil.cli.stats.StatsCommand;
import dev.resil.cli.wait.WaitCommand;
import dev.resil.cli.wait.WaitSettings;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.RegexTransformer;

/** The root command {@code resil}, and settings that apply to every subcommand. */
@Command(
    name = "resil",
    header = "Make any command resilient: retries, backoff, jitter, timeouts.",
    customSynopsis = {"resil COMMAND [OPTIONS] [ARG...]", "       resil --help | --version"},
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  resil run -- curl -fsS https://example.com/",
      "  resil run -n 5 -t 30s --max-elapsed 5m -- ./deploy.sh",
      "  resil plan -n 8 --chart",
      "",
      "'resil help COMMAND' explains a command and its options."
    })
public final class ResilCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli's
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  private ResilCommand() {}

  /**
   * The command line.
   *
   * @param runner executes {@code resil run} and returns the exit code
   * @param http executes {@code resil http} and returns the exit code
   * @param wait executes {@code resil wait} and returns the exit code
   * @param columns width of the terminal on stdout; 0 if stdout is not a terminal
   * @param breakers access to stored state for the breaker and statistics commands
   * @param config the source of configuration
   * @param examination examines the machine for {@code resil doctor}
   */
  public static CommandLine create(
      ToIntFunction<RunSettings> runner,
      ToIntFunction<HttpSettings> http,
      ToIntFunction<WaitSettings> wait,
      IntSupplier columns,
      StateAccess breakers,
      ConfigSource config,
      Examination examination) {
    CommandLine resil = new CommandLine(new ResilCommand());
    CommandLine run = new CommandLine(new RunCommand(runner));
    run.setStopAtPositional(true);
    resil.addSubcommand(run);
    resil.addSubcommand(new HttpCommand(http));
    resil.addSubcommand(WaitCommand.create(wait));
    resil.addSubcommand(new PlanCommand(columns));
    resil.addSubcommand(BreakerCommand.create(breakers, columns));
    resil.addSubcommand(LimitCommand.create(breakers, columns));
    resil.addSubcommand(StatsCommand.create(breakers, columns));
    resil.addSubcommand(CacheCommand.create(config::variable));
    OptionKeys keys = OptionKeys.of(resil);
    resil.addSubcommand(ConfigCommand.create(config, keys));
    resil.addSubcommand(new DoctorCommand(examination, config, keys));
    resil.addSubcommand(new CompletionCommand());
    resil.addSubcommand(new HelpCommand());
    ConfiguredExecution.install(resil, config);
    resil
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(true)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new UsageErrors());
    HelpSections.install(resil);
    shareNegation(resil.getCommandSpec(), RegexTransformer.createDefault());
    return resil;
  }

  /** Of picocli's, each command and mixin has its own, with four patterns: 0.8 MB of the image. */
  private static void shareNegation(CommandSpec command, RegexTransformer negation) {
    command.negatableOptionTransformer(negation);
    command.mixins().values().forEach(mixin -> shareNegation(mixin, negation));
    command.subcommands().values().forEach(sub -> shareNegation(sub.getCommandSpec(), negation));
  }

  @Override
  public Integer call() {
    throw new UsageException("no command given; see 'resil --help'");
  }
}
