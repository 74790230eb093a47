package dev.resil.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.cli.ResilCommand;
import dev.resil.cli.config.MemoryConfig;
import dev.resil.cli.options.MemoryState;
import dev.resil.doctor.Checkups;
import dev.resil.run.FakeTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** The {@code --help} of every command. */
final class HelpTest {
  private static final int COLUMNS = 80;
  private static final String EXAMPLE = "  resil";

  static List<String> commands() {
    List<String> names = new ArrayList<>(List.of("resil"));
    resil()
        .getSubcommands()
        .forEach((name, command) -> {
          names.add(name);
          command.getSubcommands().keySet().forEach(sub -> names.add(name + " " + sub));
        });
    return names;
  }

  static Stream<String> examples() {
    return commands().stream()
        .flatMap(name -> help(name).lines())
        .filter(line -> line.startsWith(EXAMPLE + " "))
        .map(String::strip)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldFitATerminalOf80Columns(String name) {
    assertThat(help(name).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(COLUMNS));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldLeaveNoBlanksAtTheEndOfALine(String name) {
    assertThat(help(name).lines())
        .allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldPutOneBlankLineBetweenSections(String name) {
    assertThat(help(name))
        .startsWith(command(name).getCommandSpec().usageMessage().header()[0])
        .contains("\n\nUsage: resil ")
        .contains("\n\nExamples:\n" + EXAMPLE)
        .doesNotContain("\n\n\n")
        .doesNotStartWith("\n")
        .doesNotEndWith("\n\n");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldShowEveryNameOfEveryOption(String name) {
    assertThat(command(name).getCommandSpec().options())
        .filteredOn(option -> !option.hidden())
        .allSatisfy(option -> assertThat(help(name)).containsPattern(described(option)));
  }

  /**
   * The names at the start of a line, the shortest first, then blanks or the line's end, then the
   * description.
   */
  private static String described(OptionSpec option) {
    String names =
        Arrays.stream(option.names())
            .sorted(Comparator.comparingInt(String::length))
            .collect(Collectors.joining(", "));
    String label = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    String firstWord = option.description()[0].split(" ", 2)[0];
    return "(?m)^ +\\Q" + names + label + "\\E\\s+\\Q" + firstWord + "\\E";
  }

  /** Checks each example unchanged; those of run execute nothing here. */
  @ParameterizedTest
  @MethodSource("examples")
  void shouldGiveExamplesThatAreValid(String example) {
    List<String> words = List.of(example.split(" +"));
    StringWriter errors = new StringWriter();
    CommandLine resil =
        resil().setErr(new PrintWriter(errors)).setOut(new PrintWriter(new StringWriter()));

    int exitCode = resil.execute(words.subList(1, words.size()).toArray(String[]::new));

    assertThat(errors.toString()).isEmpty();
    // a watcher ends with the signal that stops it
    assertThat(exitCode).isEqualTo(words.contains("--watch") || words.contains("watch") ? 130 : 0);
  }

  @Test
  void shouldListTheCommandsInTheOrderOfTheirUse() {
    assertThat(commands()).startsWith("resil", "run").endsWith("help");
  }

  @Test
  void shouldNotBreakALineInsideAnItemOfAList() {
    assertThat(help("run"))
        .contains("exit:0")
        .contains("signal:NAME")
        .contains("--delays=D,D,... ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldShowTheSameThroughTheHelpCommand(String name) {
    StringWriter shown = new StringWriter();
    CommandLine resil = resil().setOut(new PrintWriter(shown));

    int exitCode =
        name.equals("resil")
            ? resil.execute("help")
            : resil.execute(("help " + name).split(" ", -1));

    assertThat(shown).hasToString(help(name));
    assertThat(exitCode).isZero();
  }

  @Test
  void shouldSuggestTheNearestCommand() {
    StringWriter errors = new StringWriter();

    int exitCode = resil().setErr(new PrintWriter(errors)).execute("help", "plna");

    assertThat(errors).hasToString("resil: help plna: unknown command; did you mean plan?\n");
    assertThat(exitCode).isEqualTo(125);
  }

  private static CommandLine resil() {
    // a watcher is stopped at once
    FakeTime time = new FakeTime().interrupting(1, 2);
    MemoryState breakers = new MemoryState(Clock.systemUTC(), time);
    breakers.count("backup");
    breakers.limit("backup");
    CommandLine resil =
        ResilCommand.create(
            settings -> 0,
            settings -> 0,
            settings -> 0,
            () -> COLUMNS,
            breakers,
            new MemoryConfig(),
            Checkups::healthy);
    assertThat(resil.execute("breaker", "record", "payments", "failure")).isZero();
    return resil;
  }

  private static CommandLine command(String name) {
    CommandLine command = resil();
    for (String word : name.equals("resil") ? List.<String>of() : List.of(name.split(" ", -1))) {
      command = command.getSubcommands().get(word);
    }
    return command;
  }

  private static String help(String name) {
    return command(name).getUsageMessage(Ansi.OFF);
  }
}
