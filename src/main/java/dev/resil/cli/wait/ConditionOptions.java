package dev.resil.cli.wait;

import dev.resil.cli.options.Converters;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what is waited for. */
final class ConditionOptions {
  @Option(names = "--any", description = "Wait for one of the conditions instead of all.")
  private boolean any;

  @Option(
      names = "--not",
      description = "Wait until they do not hold: until a server is gone, or a process runs.")
  private boolean not;

  @Option(
      names = "--times",
      paramLabel = "N",
      converter = Converters.Count.class,
      description =
          "Wait until a condition holds N times in a row, as a server may restart (default: 1).")
  private Integer times;

  @Option(
      names = "--stable",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Wait until a file of file: has not changed for D.")
  private Duration stable;

  @Option(
      names = "--min-validity",
      paramLabel = "D",
      converter = Converters.Time.class,
      description = "Wait until the certificate of tls: is valid for D, such as 7d, at least.")
  private Duration minValidity;

  Duration minValidity() {
    return minValidity == null ? Duration.ZERO : minValidity;
  }

  boolean any() {
    return any;
  }

  boolean negated() {
    return not;
  }

  int times() {
    return times == null ? 1 : times;
  }

  Optional<Duration> stable() {
    return Optional.ofNullable(stable).filter(time -> !time.isZero());
  }
}
