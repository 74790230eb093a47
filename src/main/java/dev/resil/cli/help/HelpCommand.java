package dev.resil.cli.help;

import dev.resil.cli.options.CompletionCandidates;
import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.Nearest;
import dev.resil.cli.options.Presets;
import dev.resil.cli.options.UsageException;
import dev.resil.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil help}. */
@Command(
    name = "help",
    helpCommand = true,
    header = "Show help for a command.",
    customSynopsis = "resil help [COMMAND [SUBCOMMAND]]",
    description =
        "Without COMMAND, same as 'resil --help'. 'resil help presets' lists the presets and"
            + " their sources.",
    footer = {"", "Examples:", "  resil help", "  resil help run", "  resil help presets"})
public final class HelpCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..2",
      paramLabel = "COMMAND",
      completionCandidates = CompletionCandidates.Topics.class,
      hidden = true)
  private List<String> names = new ArrayList<>();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Options")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine explained = spec.parent().commandLine();
    if (names.equals(List.of(Presets.TOPIC))) {
      spec.commandLine().getOut().print(Presets.text());
      return 0;
    }
    for (String name : names) {
      explained = find(name, explained.getSubcommands());
    }
    explained.usage(spec.commandLine().getOut());
    return 0;
  }

  private static CommandLine find(String name, Map<String, CommandLine> commands) {
    return Optional.ofNullable(commands.get(name)).orElseThrow(() -> unknown(name, commands));
  }

  private static UsageException unknown(String name, Map<String, CommandLine> commands) {
    List<String> near = Nearest.to(name, commands.keySet());
    String remedy = near.isEmpty() ? "see 'resil --help'" : "did you mean " + near.getFirst() + "?";
    return new UsageException("help " + Printable.of(name) + ": unknown command; " + remedy);
  }
}
