package dev.resil.cli.run;

import dev.resil.cache.CacheKey;
import dev.resil.cli.options.BreakerOptions;
import dev.resil.cli.options.BreakerSettings;
import dev.resil.cli.options.ExitCodeOptions;
import dev.resil.cli.options.FallbackOptions;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.HookOptions;
import dev.resil.cli.options.LimitOptions;
import dev.resil.cli.options.OptionHints;
import dev.resil.cli.options.Policies;
import dev.resil.cli.options.ReportOptions;
import dev.resil.cli.options.RetryOptions;
import dev.resil.cli.options.StatisticsSettings;
import dev.resil.cli.options.UsageException;
import dev.resil.cli.wait.WaitForOption;
import dev.resil.command.TimeoutPolicy;
import dev.resil.outcome.AttemptKind;
import dev.resil.posix.Posix;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.Judge;
import dev.resil.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resil run}. */
@Command(
    name = "run",
    header = "Run a command, retrying it on failure.",
    customSynopsis = {
      "resil run [OPTIONS] [--] COMMAND [ARG...]",
      "       resil run [OPTIONS] -c 'LINE' [NAME [ARG...]]"
    },
    description = {
      "The first word that is not an option starts the command; '--' is needed only before a"
          + " command whose name begins with '-'. No shell is used unless -c is given.",
      "D is a duration: 100ms, 2s, 1.5m, 2h, 1d or 1h30m; a number without a unit is in"
          + " seconds; 0 means none."
    },
    footer = {
      "",
      "Examples:",
      "  resil run -- curl -fsS https://example.com/",
      "  resil run -n 5 -t 30s -- make deploy",
      "  resil run --delays 1s,5s,30s --retry-on 75,timeout -- ./sync",
      "  resil run --forever --reset-after 1m -- ./worker",
      "",
      "Exit code: the command's own; 124 after a timeout; 125 on a usage error or a",
      "failure of resil itself; 126 or 127 if the command cannot be executed or found;",
      "128+N after signal N."
    })
public final class RunCommand implements Callable<Integer>, OptionHints {
  @Mixin(name = "Shell")
  private final ShellOption shell = new ShellOption();

  @Mixin(name = "Retry")
  private final RetryOptions retry = new RetryOptions();

  @Mixin(name = "Outcomes")
  private final OutcomeOptions outcomes = new OutcomeOptions();

  @Mixin(name = "Conditions")
  private final WaitForOption waiting = new WaitForOption();

  @Mixin(name = "Preset")
  private final PresetOption preset = new PresetOption();

  @Mixin(name = "Exit code")
  private final ExitCodeOptions exitCode = new ExitCodeOptions();

  @Mixin(name = "Timeouts")
  private final TimeoutOptions timeouts = new TimeoutOptions();

  @Mixin(name = "Streams")
  private final StreamOptions streams = new StreamOptions();

  @Mixin(name = "Breaker")
  private final BreakerOptions breaker = new BreakerOptions();

  @Mixin(name = "Limits")
  private final LimitOptions limits = new LimitOptions();

  @Mixin(name = "Fallback")
  private final FallbackOptions fallback = new FallbackOptions();

  @Mixin(name = "Reports")
  private final ReportOptions reports = new ReportOptions();

  @Mixin(name = "Hooks")
  private final HookOptions hooks = new HookOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Option(
      names = {"-c", "--shell"},
      paramLabel = "LINE",
      description = "Run LINE with 'sh -c'; further arguments become $0, $1, ...")
  private String shellLine;

  @Parameters(paramLabel = "COMMAND", hidden = true, parameterConsumer = Rest.class)
  private List<String> words;

  private final ToIntFunction<RunSettings> runner;

  /**
   * Takes the command as is. Otherwise picocli tests whether each word looks like a number or an
   * option, at the cost of two exceptions per word.
   */
  static final class Rest implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec words, CommandSpec run) {
      List<String> taken = new ArrayList<>();
      while (!args.isEmpty()) {
        taken.add(args.pop());
      }
      words.setValue(taken);
    }
  }

  public RunCommand(ToIntFunction<RunSettings> runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    RetryPolicy policy = retry.toPolicy();
    List<String> command = command();
    Judge judge =
        outcomes.toJudge(preset.preset(command.getFirst()), breaker.failures(AttemptKind.COMMAND));
    Optional<BreakerSettings> guard = breaker.toSettings(Optional.empty());
    Optional<StatisticsSettings> statistics = reports.toStatistics(guard);
    TimeoutPolicy times = timeouts.toPolicy();
    return runner.applyAsInt(
        new RunSettings(
            command,
            new Policies(
                policy,
                retry.seed(),
                judge,
                guard,
                limits.toSettings(guard, statistics, breaker.isStrict()),
                fallback.toPlan(() -> CacheKey.ofCommand(command, folder()), policy.maxElapsed()),
                reports.toSettings(hooks.toLines()),
                hooks.toPing(),
                statistics,
                breaker.place(),
                exitCode.toCodes()),
            times,
            streams.toPolicy(policy, judge.patterns(), fallback.keeps(), times.idle().isPresent()),
            streams.sendsOutput(),
            waiting.conditions()));
  }

  @Override
  public Optional<String> instead(String word) {
    return OtherTools.instead(word);
  }

  @Override
  public Optional<String> insteadOf(String option, String value) {
    return Optional.empty();
  }

  private static String folder() {
    return Posix.get().workingDirectory();
  }

  private List<String> command() {
    if (shellLine != null) {
      return shell();
    }
    if (words == null) {
      throw new UsageException(
          "run: no command given; write it last: resil run -- COMMAND [ARG...]");
    }
    if (words.getFirst().isEmpty()) {
      throw new UsageException(
          "run: the command's name is empty: '" + Printable.of(String.join(" ", words)) + "'");
    }
    return words;
  }

  private List<String> shell() {
    List<String> command = new ArrayList<>(shell.words());
    command.addAll(List.of("-c", shellLine));
    if (words != null) {
      command.addAll(words);
    }
    return command;
  }
}
