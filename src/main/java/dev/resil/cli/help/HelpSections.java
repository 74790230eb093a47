package dev.resil.cli.help;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.IOptionRenderer;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The layout of help: a blank line between sections, and options under the names of their mixins.
 */
public final class HelpSections {
  private static final int WIDTH = 80;

  /** The column at which picocli starts the descriptions of options. */
  private static final int DESCRIPTION_COLUMN = 29;

  private HelpSections() {}

  /** Applies the layout to a command and all its subcommands. */
  public static void install(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.sortOptions(false);
    usage.width(WIDTH);
    usage.synopsisHeading("%nUsage: ");
    usage.commandListHeading("%nCommands:%n");
    if (usage.description().length > 0) {
      usage.descriptionHeading("%n");
    }
    usage.sectionKeys(commandsBeforeOptions(usage.sectionKeys()));
    usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, HelpSections::description);
    usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpSections::options);
    command.getSubcommands().values().forEach(HelpSections::install);
  }

  private static List<String> commandsBeforeOptions(List<String> keys) {
    List<String> sections = new ArrayList<>(keys);
    List<String> commands =
        List.of(
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    sections.removeAll(commands);
    sections.addAll(sections.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING), commands);
    return sections;
  }

  /** Wraps at spaces only; picocli would also break '~/.config' at its dot. */
  private static String description(Help help) {
    return Arrays.stream(help.commandSpec().usageMessage().description())
        .flatMap(paragraph -> wrap(paragraph, WIDTH).stream())
        .map(line -> line + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private static String options(Help help) {
    CommandSpec spec = help.commandSpec();
    StringBuilder text = new StringBuilder();
    List<OptionSpec> own = new ArrayList<>(spec.options());
    for (Map.Entry<String, CommandSpec> mixin : groups(spec)) {
      List<OptionSpec> options = mixin.getValue().options();
      own.removeAll(options);
      append(text, help, mixin.getKey(), options);
    }
    if (own.isEmpty()) {
      return text.toString();
    }
    StringBuilder first = new StringBuilder();
    append(first, help, "Options", own);
    return first.append(text).toString();
  }

  /** The groups of options, {@code Other} last. */
  private static List<Map.Entry<String, CommandSpec>> groups(CommandSpec spec) {
    List<Map.Entry<String, CommandSpec>> groups = new ArrayList<>(spec.mixins().entrySet());
    groups.sort(Comparator.comparing(group -> group.getKey().equals("Other")));
    return groups;
  }

  private static void append(
      StringBuilder text, Help help, String title, List<OptionSpec> options) {
    TextTable table = help.createDefaultLayout().textTable();
    Help.Layout layout =
        new Help.Layout(
            help.colorScheme(),
            table,
            wrapping(help.createDefaultOptionRenderer()),
            help.createDefaultParameterRenderer());
    layout.addOptions(options, help.createDefaultParamLabelRenderer());
    text.append(System.lineSeparator()).append(title).append(":").append(System.lineSeparator());
    text.append(layout);
  }

  /** Wraps descriptions at spaces only; picocli would also break 'exit:0' at its colon. */
  private static IOptionRenderer wrapping(IOptionRenderer renderer) {
    return (OptionSpec option, IParamLabelRenderer labels, ColorScheme colours) -> {
      Text[] names = renderer.render(option, labels, colours)[0];
      Text nothing = colours.text("");
      List<Text[]> rows = new ArrayList<>();
      for (String paragraph : option.description()) {
        for (String line : wrap(paragraph, WIDTH - DESCRIPTION_COLUMN)) {
          Text[] row = rows.isEmpty() ? names.clone() : filled(names.length, nothing);
          row[row.length - 1] = colours.text(line);
          rows.add(row);
        }
      }
      return rows.toArray(Text[][]::new);
    };
  }

  private static Text[] filled(int length, Text text) {
    Text[] row = new Text[length];
    Arrays.fill(row, text);
    return row;
  }

  private static List<String> wrap(String paragraph, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : paragraph.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() >= width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
