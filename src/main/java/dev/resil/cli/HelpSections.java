package dev.resil.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows a command's options under the names of the mixins they come from. */
final class HelpSections {
  private HelpSections() {}

  /** Changes the help of a command and of all its subcommands. */
  static void install(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.sortOptions(false);
    usage.width(80);
    if (!command.getCommandSpec().mixins().isEmpty()) {
      usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpSections::options);
    }
    command.getSubcommands().values().forEach(HelpSections::install);
  }

  private static String options(Help help) {
    CommandSpec spec = help.commandSpec();
    StringBuilder text = new StringBuilder();
    List<OptionSpec> own = new ArrayList<>(spec.options());
    for (Map.Entry<String, CommandSpec> mixin : spec.mixins().entrySet()) {
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

  private static void append(
      StringBuilder text, Help help, String title, List<OptionSpec> options) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(options, help.createDefaultParamLabelRenderer());
    text.append(System.lineSeparator()).append(title).append(":").append(System.lineSeparator());
    text.append(layout);
  }
}
