package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid command lines: exit code 125, one helpful line, and no attempt. */
@Execution(ExecutionMode.CONCURRENT)
class BadInputIT {
  @TempDir Path folder;

  /**
   * An invalid command line, and required parts of the message: the option, the value, the remedy.
   */
  record Wrong(List<String> arguments, List<String> expected) {
    @Override
    public String toString() {
      return String.join(" ", arguments);
    }
  }

  /** Options of {@code run}, before a command that must not run. */
  private static Wrong run(String options, String... expected) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(List.of(options.split(" ", -1)));
    arguments.addAll(List.of("--", "touch", "ran"));
    return new Wrong(arguments, List.of(expected));
  }

  private static Wrong line(String arguments, String... expected) {
    return new Wrong(
        arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1)), List.of(expected));
  }

  static Stream<Wrong> wrongCommandLines() {
    return Stream.of(
            Stream.of(
                line("", "no command given", "--help"),
                line("rum touch ran", "rum: unknown command", "did you mean run?"),
                line("frobnicate", "frobnicate: unknown command", "resil --help"),
                line("--verison", "--verison: unknown option", "--version"),
                line("run", "no command given", "resil run -- COMMAND"),
                line("run --", "no command given"),
                line("wait", "no condition given", "before '--'"),
                line("wait file:a --", "no command after '--'"),
                line("wait db:5432 -- touch ran", "db:5432", "tcp:HOST:PORT"),
                line("wait --times 0 file:a", "--times 0", "1 or more"),
                line("wait http://u:p@:1/", "CONDITION: the URL"),
                line("run -n 3", "no command given"),
                line("run --retries 3 -- true", "--retries: unknown option", "--max-attempts"),
                line("run --max-wait 3 -- true", "--max-wait: unknown option", "--max-delay"),
                line("run --retry-if 3 -- true", "--retry-if: unknown option", "--retry-on"),
                line("run -d 5 -- true", "-d: unknown option", "--base-delay"),
                line("run --until-success -- true", "--until-success: unknown", "--forever"),
                line("run --until-fail -- true", "--until-fail: unknown", "--success-on"),
                line("run -n", "--max-attempts: requires a value, N"),
                line("run -c", "--shell: requires a value, LINE"),
                line("run --bash -- true", "--bash: requires -c LINE"),
                line("run --timeout", "--timeout: requires a value, D"),
                new Wrong(List.of("run", ""), List.of("the command's name is empty")),
                line("stats --state . reset --all", "--state: write it after 'resil stats reset'"),
                line("stats --json show x", "--json: write it after 'resil stats show'"),
                line("plan extra", "extra: unexpected argument", "resil plan --help"),
                line("plan --chart --json", "--chart: cannot be used with --json"),
                line("plan --rows 0", "--rows 0: must be a whole number from 1 to 10000"),
                line("plan --rows 10001", "--rows 10001"),
                line("plan --rows x", "--rows x"),
                line("plan -t 5", "-t: unknown option"),
                line("help nosuch", "nosuch")),
            attempts(),
            limits(),
            durations(),
            outcomes(),
            others())
        .flatMap(wrong -> wrong)
        .collect(Collectors.collectingAndThen(Collectors.toList(), Resil::cases));
  }

  private static Stream<Wrong> limits() {
    String rate = "must be N/D, such as 100/1m: 1 to 100000 attempts per 1ms to 366d";
    String share = "must be a percentage from 0.001 to 100, such as 20%";
    String least = "must be N/D, such as 10/1m: 0 to 100000 retries per 1ms to 366d";
    return Stream.of(
        run("--lock=", "--lock '': a lock's name must not be empty"),
        run("--limits=", "--limits '': a limit's name must not be empty"),
        run("--rate 5", "--rate 5: " + rate),
        run("--rate 0/1s", "--rate 0/1s: " + rate),
        run("--rate 5/0", "--rate 5/0: " + rate),
        run("--rate 1/1000d", "--rate 1/1000d: " + rate),
        run("--rate 5/1s", "--rate: requires --limits NAME"),
        run("--max-concurrent 2", "--max-concurrent: requires --limits NAME"),
        run("--max-concurrent 0", "--max-concurrent 0: must be a whole number from 1 to 1000"),
        run("--burst 2", "--burst: requires --rate N/D"),
        run("--limits a", "--limits: requires --rate, --max-concurrent or --retry-budget"),
        run("--retry-budget 5", "--retry-budget: requires --limits NAME"),
        run("--retry-budget 101%", "--retry-budget 101%: " + share),
        run("--retry-budget 0", "--retry-budget 0: " + share),
        run("--retry-budget 0.0001%", "--retry-budget 0.0001%: " + share),
        run("--retry-budget a", "--retry-budget a: " + share),
        run("--retry-budget-min 1/1s", "--retry-budget-min: requires --retry-budget P%"),
        run("--retry-budget-min 5", "--retry-budget-min 5: " + least),
        run("--retry-budget-min -1/1m", "--retry-budget-min -1/1m: " + least),
        run("--retry-budget-min 1/0", "--retry-budget-min 1/0: " + least),
        run("--limit-wait 1s", "--limit-wait: requires --lock, --rate or --max-concurrent"),
        run("--lock a --when-limited no", "--when-limited no: must be one of wait, fail, skip"),
        run(
            "--lock a --limit-wait 1s --when-limited fail",
            "--limit-wait: cannot be used with --when-limited fail"),
        run("--no-strict-lock", "--no-strict-lock: requires --lock NAME"),
        line("limit status nosuch --state .", "limit nosuch: unknown; see 'resil limit list'"));
  }

  private static Stream<Wrong> attempts() {
    String range = "must be a whole number of 1 or more, or 'unlimited'";
    return Stream.of(
        run("-n 0", "--max-attempts 0: " + range),
        run("-n -1", "--max-attempts", "-1"),
        run("-n 1.5", "--max-attempts 1.5: " + range),
        run("-n three", "--max-attempts three: " + range),
        run("-n 0x3", "--max-attempts 0x3: " + range),
        run("-n 3x", "--max-attempts 3x: " + range),
        run("--max-attempts=", "--max-attempts '': " + range),
        run("--max-attempts infinite", "--max-attempts infinite: " + range),
        run("--forever -n 3", "--forever: cannot be used with --max-attempts"),
        run("--forever=5", "--forever 5: takes no value"),
        run("--max-atempts 3", "--max-atempts: unknown option", "did you mean --max-attempts?"),
        run("--max-attempt=3", "did you mean --max-attempts?"),
        run("--frobnicate 3", "--frobnicate: unknown option", "resil run --help"),
        run("-x", "-x: unknown option"),
        run("--ping s3cr3t", "--ping-url ***: must begin with http:// or https://"),
        run("--preset aptget", "--preset aptget: unknown preset"),
        run("--fallback=", "--fallback '': is empty; give a command line for sh"),
        run("--on-start=", "--on-start '': is empty; give a command line for sh"),
        run("--cache-key=", "--cache-key '': is empty; give a name"),
        run("--seed 1.5", "--seed 1.5: must be a whole number"),
        run("--seed 99999999999999999999", "--seed 99999999999999999999"));
  }

  private static Stream<Wrong> durations() {
    String help = "not a duration; write it like 100ms, 2s, 1.5m, 2h, 1d or 1h30m";
    return Stream.of(
        run("-t 5x", "--timeout 5x: " + help),
        run("-t -5", "--timeout"),
        run("-t 1e", "--timeout 1e: " + help),
        run("-t ten", "--timeout ten: " + help),
        run("-t 5S", "--timeout 5S: " + help),
        run("-t .", "--timeout .: " + help),
        run("-t 1..5s", "--timeout 1..5s: " + help),
        run("-t 1m30", "--timeout 1m30: " + help),
        run("-t NaN", "--timeout NaN: " + help),
        run("--timeout=", "--timeout '': " + help),
        run("--idle-timeout 5x", "--idle-timeout 5x: " + help),
        run("-b 5ks", "--base-delay 5ks: " + help),
        run("--max-delay 1year", "--max-delay 1year: " + help),
        run("--splay s", "--splay s: " + help),
        run("-T 10sec", "--max-elapsed 10sec: " + help),
        run("--reset-after 1,5", "--reset-after 1,5: " + help),
        run("-k never", "--kill-after never: " + help),
        run("--delays 1s,,2s", "--delays '': " + help),
        run("--delays 1s,x", "--delays x: " + help),
        run("--delays=", "--delays '': " + help));
  }

  private static Stream<Wrong> outcomes() {
    return Stream.of(
        run("--retry-on exit:256", "--retry-on exit:256", "is not a valid exit code, 0 to 255"),
        run("--retry-on exit:9-3", "'exit:9-3' is not a valid range; write the lower number first"),
        run("--retry-on exit:", "'exit:' is not a valid outcome; use exit:N"),
        run("--retry-on signal:NOPE", "'signal:NOPE' is not a signal"),
        run("--retry-on signal:0", "'signal:0' is not a signal"),
        run("--retry-on 1,,2", "--retry-on 1,,2", "'' is not a valid outcome"),
        run("--retry-on=", "--retry-on ''"),
        run("--retry-on timeouts", "'timeouts' is not a valid outcome"),
        run("--retry-on timeout:quiet", "'timeout:quiet' is not a valid outcome"),
        run("--no-retry-on 1-", "--no-retry-on 1-"),
        run("--no-retry-on -1", "--no-retry-on"),
        run("--success-on zero", "--success-on zero", "'zero' is not a valid outcome"));
  }

  private static Stream<Wrong> others() {
    return Stream.of(
        run("-j 1.5", "--jitter 1.5: must be between 0 and 1, or one of none, full, equal"),
        run("-j -0.1", "--jitter"),
        run("-j NaN", "--jitter NaN"),
        run("-j some", "--jitter some"),
        run("--exponential-base 0.5", "--exponential-base 0.5: must be a number of 1 or more"),
        run("--exponential-base x", "--exponential-base x"),
        run("--exponential-base 0x1p3", "--exponential-base 0x1p3"),
        run("--backoff expo", "--backoff expo: must be one of exponential, linear, constant"),
        run("--backoff linear --exponential-base 3", "cannot be used with --backoff linear"),
        run(
            "--backoff linear -j decorrelated",
            "--backoff: cannot be used with --jitter decorrelated"),
        run("--delays 1s --backoff linear", "--delays: cannot be used with --backoff"),
        run("--delays 1s -b 2s", "--delays: cannot be used with --base-delay"),
        run("--delays 1s --exponential-base 2", "--delays: cannot be used with --exponential-base"),
        run("--delays 1s -j decorrelated", "--delays: cannot be used with --jitter decorrelated"),
        run("-s NOPE", "--signal NOPE: must be a signal's name or number"),
        run("-s 0", "--signal 0"),
        run("-s 65", "--signal 65"),
        run("-s SIG", "--signal SIG"),
        run("--parent-death-signal 65", "--parent-death-signal 65: must be a signal's name"),
        run("-q -v", "--quiet: cannot be used with --verbose"),
        run("--metrics-file x", "--metrics-file: requires --name or --breaker"),
        run(
            "--name x --metrics-file no/such/x.prom",
            "--metrics-file no/such/x.prom",
            "the folder does not exist"),
        run("--report-args", "--report-args: requires --report FILE"),
        run(
            "--report no/such/folder/x.json",
            "--report no/such/folder/x.json",
            "the folder does not exist"),
        run("--report .", "--report .: is a folder; name a file in it"),
        run("--report=", "--report '': the name is empty"),
        run("--report x\u001b[31m/y", "x\\x1b[31m/y"));
  }

  @ParameterizedTest
  @MethodSource("wrongCommandLines")
  void shouldReportTheProblemInOneLineAndRunNothing(Wrong wrong) {
    Resil.Result result = Resil.with(wrong.arguments().toArray(String[]::new)).in(folder).run();
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.out()).isEmpty();
    assertThat(result.errLines()).hasSize(1);
    assertThat(result.err()).startsWith("resil: ").contains(wrong.expected());
    assertThat(Files.exists(folder.resolve("ran"))).isFalse();
  }
}
