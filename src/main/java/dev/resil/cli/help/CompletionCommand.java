package dev.resil.cli.help;

import dev.resil.cli.options.CompletionShell;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.HelpOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resil completion}. */
@Command(
    name = "completion",
    header = "Print the completion script for a shell.",
    customSynopsis = "resil completion [OPTIONS] bash|zsh|fish",
    description =
        "If no package installed it, add 'source <(resil completion bash)' to ~/.bashrc, or the"
            + " same with zsh to ~/.zshrc, or save the script as"
            + " ~/.config/fish/completions/resil.fish. bash requires bash-completion 2.",
    footer = {
      "",
      "Examples:",
      "  resil completion bash",
      "  resil completion zsh",
      "  resil completion fish"
    })
public final class CompletionCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "bash|zsh|fish",
      hidden = true,
      converter = Converters.ShellConverter.class)
  private CompletionShell shell;

  @SuppressWarnings("UnusedVariable") // picocli's
  @Mixin(name = "Options")
  private final HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  /** The scripts generated from the options, read when the native image is built. */
  private static final class Scripts {
    static final String BASH = read("resil.bash");
    static final String ZSH = read("_resil");
    static final String FISH = read("resil.fish");

    private static String read(String name) {
      ClassLoader loader = CompletionCommand.class.getClassLoader();
      try (InputStream script = loader.getResourceAsStream("completions/" + name)) {
        return new String(script.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (shell) {
          case BASH -> Scripts.BASH;
          case ZSH -> Scripts.ZSH;
          case FISH -> Scripts.FISH;
        });
    out.flush();
    return 0;
  }
}
