package dev.resil.cli.limit;

import dev.resil.cli.options.HelpOption;
import dev.resil.cli.options.LimitConverters;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.limit.LimitName;
import dev.resil.limit.store.LimitFormat;
import dev.resil.limit.store.StoredLimit;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil limit release}. */
@Command(
    name = "release",
    header = "Take permits away from their owners.",
    customSynopsis = "resil limit release [OPTIONS] NAME",
    description = {
      "For an owner that cannot end by itself; the permits of ended processes are free anyway. An"
          + " owner that still runs is not stopped: end it first, or rely on RESIL_LOCK_TOKEN."
    },
    footer = {"", "Examples:", "  resil limit release backup"})
final class LimitReleaseCommand implements Callable<Integer> {
  @Parameters(
      arity = "1",
      paramLabel = "NAME",
      hidden = true,
      converter = LimitConverters.Name.class)
  private LimitName name;

  @Option(
      names = "--number",
      paramLabel = "N",
      description = "Release only the permit with this number (default: all).")
  private Long number;

  @Mixin(name = "State")
  private final StateOptions state = new StateOptions();

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Other")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  private final StateAccess limits;

  LimitReleaseCommand(StateAccess limits) {
    this.limits = limits;
  }

  @Override
  public Integer call() throws StateException {
    StateStore store = limits.store(state.folder(), true);
    if (store.read(new LimitFormat(), name.value()).record().isEmpty()) {
      throw KnownLimits.KIND.unknown(store, name.value());
    }
    int released =
        StoredLimit.release(
            store, name, number == null ? OptionalLong.empty() : OptionalLong.of(number));
    spec.commandLine()
        .getOut()
        .println(released + (released == 1 ? " permit" : " permits") + " released");
    spec.commandLine().getOut().flush();
    return 0;
  }
}
