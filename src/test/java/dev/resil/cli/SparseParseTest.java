package dev.resil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.app.DoctorAssembly;
import dev.resil.cli.config.MemoryConfig;
import dev.resil.cli.options.MemoryState;
import dev.resil.cli.run.RunSettings;
import dev.resil.cli.wait.WaitSettings;
import dev.resil.run.FakeTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Whatever the words are, the result is that of the whole command line. */
class SparseParseTest {
  private final MemoryConfig config = new MemoryConfig();

  /** What came of a command line. */
  private record Result(int exitCode, List<List<Object>> runs, String err) {}

  private Result result(ToIntBiFunction<CommandLine, String[]> execution, String... words) {
    List<List<Object>> runs = new ArrayList<>();
    StringWriter err = new StringWriter();
    CommandLine resil =
        ResilCommand.create(
                settings -> {
                  runs.add(facts(settings));
                  return 7;
                },
                _ -> 8,
                settings -> {
                  runs.add(facts(settings));
                  return 9;
                },
                () -> 80,
                new MemoryState(Clock.systemUTC(), new FakeTime()),
                config,
                new DoctorAssembly())
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err));
    return new Result(execution.applyAsInt(resil, words), runs, err.toString());
  }

  private static List<Object> facts(RunSettings settings) {
    return List.of(
        settings.command(),
        settings.policies().retry(),
        settings.policies().seed(),
        settings.policies().judge(),
        settings.timeouts(),
        settings.streams(),
        settings.policies().reports());
  }

  private static List<Object> facts(WaitSettings settings) {
    return List.of(
        settings.conditions(),
        settings.policy(),
        settings.checks(),
        settings.policies().reports(),
        settings.command());
  }

  private void expectTheSame(String... words) {
    Result whole = result(CommandLine::execute, words);
    Result sparse =
        result((resil, line) -> new SparseParse(resil, "run", "wait").execute(line), words);
    assertThat(sparse).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run -- true",
        "run true -n 5",
        "run -n 5 -q -b 1s --max-elapsed=2m --jitter full -- x -- y",
        "run -n 5 --max-attempts 7 x",
        "run -n5 x",
        "run -qv x",
        "run --max-attempts",
        "run --max-attempts -q x",
        "run --max-attempts -1 x",
        "run -n x y",
        "run --quiet=true x",
        "run --max-atempts 5 x",
        "run -n 5 --forever x",
        "run --retry-on 75 --retry-on timeout --no-retry-on 3 x",
        "run -c 'exit',3",
        "run -c",
        "run",
        "run --",
        "run - x",
        "run -n 5",
        "run --help",
        "run -n 5 -h",
        "run --no-such x",
        "run --env A=b x",
        "run --report= x",
        "wait file:a",
        "wait file:a file:b --any -q -- x -- -y",
        "wait -q -T 5s file:a -t 1s -- true",
        "wait --times 3 file:a --times 4 cmd:true",
        "wait -k file:a -- --any",
        "wait -- x",
        "wait",
        "wait file:a --",
        "wait nonsense",
        "wait --times 0 file:a",
        "wait -qv file:a",
        "wait file:a -T",
        "wait file:a --help",
        "--version",
        "plan -n 2",
        "http -n 2 http://localhost/",
        "-n 5 run x",
        ""
      })
  void shouldGiveTheSameResult(String line) {
    expectTheSame(line.split(" ", -1));
  }

  @Test
  void shouldGiveTheSameResultWithoutWords() {
    expectTheSame();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run -q -n 2 x",
        "run -b 3s --retry-on 4 x",
        "run --profile p x",
        "run --forever x"
      })
  void shouldHeedTheConfiguration(String line) {
    config.variable("RESIL_MAX_ATTEMPTS", "9");
    config.variable("RESIL_RETRY_ON", "5,6");
    config.variable("RESIL_BACKOFF", "linear");
    expectTheSame(line.split(" ", -1));
  }

  @Test
  void shouldReportAWrongConfiguration() {
    config.variable("RESIL_MAX_ATTEMPTS", "many");
    expectTheSame("run", "-q", "x");
  }
}
