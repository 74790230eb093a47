package dev.resil.generate;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;

/** The page of {@code docs/} that lists every command and option. */
final class Reference {
  private Reference() {}

  static String of(CommandModel resil) {
    return """
    # Reference

    Every command and every option, as `--help` has them; `scripts/generate` writes this page.
    """
        + resil.all().map(Reference::command).collect(Collectors.joining());
  }

  private static String command(CommandModel command) {
    StringBuilder text =
        new StringBuilder("\n## " + command.path() + "\n\n" + command.header() + "\n");
    text.append("\n```text\n").append(String.join("\n", command.synopsis())).append("\n```\n");
    command.description().forEach(line -> text.append("\n").append(escaped(line)).append("\n"));
    command
        .groups()
        .forEach((group, options) -> {
          text.append("\n| ").append(group).append(" | |\n| --- | --- |\n");
          options.forEach(option -> text.append(row(option)));
        });
    if (!command.remark().isEmpty()) {
      text.append("\n").append(escaped(command.remark())).append("\n");
    }
    return text.toString();
  }

  private static String row(OptionSpec option) {
    String value = CommandModel.takesValue(option) ? " " + option.paramLabel() : "";
    String names =
        Arrays.stream(option.names())
            .map(name -> "`" + (name + value).replace("|", "\\|") + "`")
            .collect(Collectors.joining(", "));
    return "| " + names + " | " + escaped(String.join(" ", option.description())) + " |\n";
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|")
        .replace("*", "\\*")
        .replace("<", "&lt;")
        .replace("~", "\\~")
        .replace("_", "\\_");
  }
}
