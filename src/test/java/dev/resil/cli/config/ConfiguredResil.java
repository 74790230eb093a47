package dev.resil.cli.config;

import dev.resil.app.DoctorAssembly;
import dev.resil.cli.ResilCommand;
import dev.resil.cli.options.MemoryState;
import dev.resil.cli.run.RunSettings;
import dev.resil.run.FakeTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** All commands of resil with a configuration in memory; records runs instead of executing them. */
final class ConfiguredResil {
  private final MemoryConfig config = new MemoryConfig();
  private final List<RunSettings> runs = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  MemoryConfig config() {
    return config;
  }

  List<RunSettings> runs() {
    return runs;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  CommandLine commands() {
    return ResilCommand.create(
            settings -> {
              runs.add(settings);
              return 0;
            },
            settings -> 0,
            settings -> 0,
            () -> 80,
            new MemoryState(Clock.systemUTC(), new FakeTime()),
            config,
            new DoctorAssembly())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err));
  }

  int execute(String line) {
    return commands().execute(line.split(" ", -1));
  }
}
