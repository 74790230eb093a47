package dev.resil.cli.wait;

import dev.resil.cli.http.ProbeOptions;
import dev.resil.cli.options.BreakerOptions;
import dev.resil.cli.options.BreakerSettings;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.OutcomeLists;
import dev.resil.cli.options.Policies;
import dev.resil.cli.options.PollOptions;
import dev.resil.cli.options.ReportOptions;
import dev.resil.cli.options.UsageException;
import dev.resil.cli.options.Version;
import dev.resil.hook.HookLines;
import dev.resil.outcome.OutcomeParser;
import dev.resil.outcome.OutcomeSet;
import dev.resil.posix.RawEnvironment;
import dev.resil.retry.RetryPolicy;
import dev.resil.run.EndingCodes;
import dev.resil.run.Judge;
import dev.resil.text.Printable;
import dev.resil.wait.Condition;
import dev.resil.wait.ConditionParser;
import dev.resil.wait.PointInTime;
import dev.resil.wait.WaitPolicy;
import dev.resil.wait.check.CheckPolicy;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resil wait}. */
@Command(
    name = "wait",
    header = "Wait for servers, files and processes, then become a command.",
    customSynopsis = {"resil wait [OPTIONS] CONDITION... [-- COMMAND [ARG...]]"},
    description = {
      "All conditions are checked side by side until each has held, or the time of"
          + " --max-elapsed is over. COMMAND then replaces resil, under the same process id; it"
          + " is not run after a failed wait.",
      "CONDITION is one of:",
      "  tcp:HOST:PORT       a server accepts connections",
      "  http://HOST/PATH    or https: a server answers with status 200-399",
      "  tls:HOST:PORT       its certificate is valid, for --min-validity at least",
      "  redis://HOST        Redis answers a PING",
      "  postgres://HOST     PostgreSQL answers; no login",
      "  mysql://HOST        MySQL or MariaDB answers; no login",
      "  unix:PATH           a server accepts connections on a socket",
      "  file:PATH           a file exists; file:PATH>0: and is not empty",
      "  pid:N               the process N has ended",
      "  process:NAME        no process has the name NAME",
      "  cmd:'LINE'          LINE exits with 0, run with 'sh -c' without output",
      "  dns:NAME            a name can be resolved",
      "  after:TIME          it is 14:30, or 2026-01-31T14:30, or later",
      "D is a duration: 100ms, 2s, 1.5m, 2h, 1d or 1h30m; a number without a unit is in"
          + " seconds; 0 means none."
    },
    footer = {
      "",
      "Examples:",
      "  resil wait tcp:db:5432 -- ./server",
      "  resil wait -T 5m tcp:db:5432 http://auth:8080/health -- ./deploy",
      "  resil wait process:apt-get -- apt-get update",
      "",
      "Exit code: 0 if the conditions hold, or that of COMMAND; 124 if the time is over;",
      "75 if a breaker is open; 125 on a usage error or a failure of resil itself;",
      "126 or 127 if COMMAND cannot be executed or found; 128+N after signal N."
    })
public final class WaitCommand implements Callable<Integer> {
  private static final String COMMAND_FOLLOWS = "--";

  /** Every failure is final: the wait has its own delays. */
  private static final OutcomeSet MET = OutcomeParser.parse("exit:0");

  @Mixin(name = "Conditions")
  private final ConditionOptions conditions = new ConditionOptions();

  @Mixin(name = "Limits")
  private final LimitOptions limits = new LimitOptions();

  @Mixin(name = "Delays")
  private final PollOptions delays = new PollOptions();

  @Mixin(name = "Request")
  private final ProbeOptions requests = new ProbeOptions();

  @Mixin(name = "Breaker")
  private final BreakerOptions breaker = new BreakerOptions();

  @Mixin(name = "Reports")
  private final ReportOptions reports = new ReportOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Parameters(paramLabel = "CONDITION", hidden = true, parameterConsumer = Next.class)
  private List<String> words;

  @Option(names = COMMAND_FOLLOWS, hidden = true, parameterConsumer = Rest.class)
  private List<String> command;

  private final ToIntFunction<WaitSettings> runner;

  /** Takes one word as it is: picocli would test whether it looks like a number. */
  static final class Next implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec words, CommandSpec wait) {
      List<String> taken = words.getValue();
      List<String> all = new ArrayList<>(taken == null ? List.of() : taken);
      all.add(args.pop());
      words.setValue(all);
    }
  }

  /** Takes the command as it is. */
  static final class Rest implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec command, CommandSpec wait) {
      List<String> taken = new ArrayList<>();
      while (!args.isEmpty()) {
        taken.add(args.pop());
      }
      command.setValue(taken);
    }
  }

  private WaitCommand(ToIntFunction<WaitSettings> runner) {
    this.runner = runner;
  }

  /** The command: two dashes end its options and its conditions. */
  public static CommandLine create(ToIntFunction<WaitSettings> runner) {
    CommandLine wait = new CommandLine(new WaitCommand(runner));
    wait.setEndOfOptionsDelimiter("\0");
    return wait;
  }

  @Override
  public Integer call() {
    List<Condition> all = conditions();
    if (command != null && (command.isEmpty() || command.getFirst().isEmpty())) {
      throw new UsageException("wait: no command after '--'; write it as -- COMMAND [ARG...]");
    }
    RetryPolicy policy = delays.toPolicy(limits.maxElapsed());
    OutcomeSet failFast = limits.failFast();
    Optional<BreakerSettings> guard = breaker.toSettings(Optional.empty());
    WaitPolicy wait =
        new WaitPolicy(
            conditions.any(),
            conditions.negated(),
            conditions.times(),
            limits.timeout(),
            policy,
            failFast);
    CheckPolicy checks =
        new CheckPolicy(
            requests.connection(),
            requests.headers(),
            "resil/" + Version.number(),
            requests.success(),
            conditions.stable(),
            conditions.minValidity());
    return runner.applyAsInt(
        new WaitSettings(
            all, wait, checks, policies(policy, guard), command == null ? List.of() : command));
  }

  private Policies policies(RetryPolicy policy, Optional<BreakerSettings> guard) {
    return new Policies(
        policy,
        delays.seed(),
        OutcomeLists.checked(
            new Judge(MET, OutcomeSet.NONE, OutcomeSet.ANY, OutcomeSet.ANY, OutcomeSet.NONE)),
        guard,
        Optional.empty(),
        Optional.empty(),
        reports.toSettings(HookLines.NONE),
        Optional.empty(),
        reports.toStatistics(guard),
        breaker.place(),
        EndingCodes.NONE);
  }

  private List<Condition> conditions() {
    if (words == null) {
      throw new UsageException(
          "wait: no condition given; write it before '--': resil wait tcp:HOST:PORT -- COMMAND");
    }
    return conditions("wait:", words);
  }

  /**
   * Reads conditions; one given twice counts once.
   *
   * @param option the beginning of an error
   */
  static List<Condition> conditions(String option, List<String> words) {
    ConditionParser parser =
        new ConditionParser(
            new PointInTime(InstantSource.system(), ZoneId::systemDefault), RawEnvironment::get);
    List<Condition> all = new ArrayList<>();
    for (String word : words) {
      Condition condition = condition(option, parser, word);
      if (!all.contains(condition)) {
        all.add(condition);
      }
    }
    return all;
  }

  private static Condition condition(String option, ConditionParser parser, String word) {
    try {
      return parser.parse(word);
    } catch (IllegalArgumentException e) {
      String shown = word.contains("@") ? "CONDITION" : Printable.word(word);
      throw new UsageException(option + " " + shown + ": " + Printable.of(e.getMessage()));
    }
  }
}
