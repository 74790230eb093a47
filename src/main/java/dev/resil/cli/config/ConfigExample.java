package dev.resil.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.OptionSpec;

/** A configuration file with every option that can be configured. */
final class ConfigExample {
  private static final int WIDTH = 90;
  private static final Pattern PLAIN_DEFAULT = Pattern.compile("\\(default: (?!none)([\\w.:]+)\\)");
  private static final Pattern BARE = Pattern.compile("[0-9]+(\\.[0-9]+)?");

  /** Valid values for options without a default, by the label of the value. */
  private static final Map<String, String> SAMPLES =
      Map.ofEntries(
          Map.entry("D", "30s"),
          Map.entry("N", "10"),
          Map.entry("F", "2"),
          Map.entry("P", "50"),
          Map.entry("N|D", "100"),
          Map.entry("N/D", "5/10m"),
          Map.entry("P%", "20%"),
          Map.entry("N|P%", "2"),
          Map.entry("D,D,...", "1s,5s,30s"),
          Map.entry("LIST", "75,timeout"),
          Map.entry("ENDING=N,...", "exhausted=9"),
          Map.entry("NAME", "payments"),
          Map.entry("KEY", "auto"),
          Map.entry("PLACE", "/var/lib/resil"),
          Map.entry("FILE", "/tmp/resil.out"),
          Map.entry("LINE", "logger failed"),
          Map.entry("URL", "https://hc-ping.com/KEY/backup"),
          Map.entry("SIG", "KILL"));

  private static final String HEAD =
      """
      # All options of a configuration file. Copy what you need to ~/.config/resil/config.toml, or to
      # .resil.toml in a project's folder. 'resil config check' reports errors in these files, and
      # 'resil config show' shows the values in force. 'resil config example' prints this file.

      [defaults]
      """;

  private static final String TAIL =
      """

      # 'resil run --profile patient -- COMMAND' uses these before the defaults.
      [profiles.patient]
      max-attempts = 10
      base-delay = "1s"
      max-elapsed = "30m"
      """;

  private final OptionKeys keys;

  ConfigExample(OptionKeys keys) {
    this.keys = keys;
  }

  /** The file. */
  String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (String key : keys.all()) {
      OptionSpec option = keys.find(key).orElseThrow().option();
      text.append('\n');
      for (String paragraph : option.description()) {
        wrap(paragraph).forEach(line -> text.append("# ").append(line).append('\n'));
      }
      text.append("# ").append(key).append(" = ").append(value(option)).append('\n');
    }
    return text.append(TAIL).toString();
  }

  private static List<String> wrap(String paragraph) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : paragraph.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** An example of a value, as TOML. */
  static String value(OptionSpec option) {
    if (OptionWords.isFlag(option)) {
      return "true";
    }
    Matcher plain = PLAIN_DEFAULT.matcher(String.join(" ", option.description()));
    String value = plain.find() ? plain.group(1) : sample(option);
    return BARE.matcher(value).matches() ? value : '"' + value + '"';
  }

  private static String sample(OptionSpec option) {
    if (OptionKeys.key(option).equals("preset")) {
      return "auto";
    }
    String sample = SAMPLES.get(option.paramLabel());
    if (sample == null) {
      throw new IllegalStateException("no example of a value for " + option.longestName());
    }
    return sample;
  }
}
