package dev.resil.cli.http;

import dev.resil.cli.options.UsageException;
import dev.resil.http.Address;
import dev.resil.http.AnswerOutputs;
import dev.resil.http.OutputPolicy;
import dev.resil.http.WriteOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What becomes of the answer, in curl's words. */
final class AnswerOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the body to FILE: beside it, and in its place when whole. A download that breaks"
              + " off goes on where it stopped, where the server can do that.")
  private String output;

  @Option(
      names = {"-O", "--remote-name"},
      description = "Write it to a file named as in the URL.")
  private boolean remoteName;

  @Option(
      names = {"-i", "--include"},
      description = "Put the response's head before its body.")
  private boolean include;

  @Option(
      names = {"-f", "--fail"},
      description = "Write no body of an HTTP error (default).")
  private boolean fail;

  @Option(
      names = "--fail-with-body",
      description = "Write the body of the last response even where it is an error.")
  private boolean failWithBody;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "A body with another SHA-256 is a failed transfer.")
  private String sha256;

  @Option(
      names = {"-w", "--write-out"},
      paramLabel = "FORMAT",
      description =
          "Write FORMAT in the end, with curl's variables such as %%{http_code} in it; @FILE reads"
              + " it from FILE.")
  private String format;

  @Option(
      names = {"-s", "--silent"},
      description = "No progress line.")
  private boolean silent;

  @SuppressWarnings("UnusedVariable") // errors are shown unless --quiet hides them
  @Option(
      names = {"-S", "--show-error"},
      description = "Show errors even so (default; --quiet hides them).")
  private boolean showError;

  /**
   * The policy that these options describe.
   *
   * @param headOnly whether the head is all that there is to show
   * @throws UsageException where they contradict one another
   */
  OutputPolicy toPolicy(Address address, boolean headOnly) {
    if (fail && failWithBody) {
      throw UsageException.contradiction("--fail", "--fail-with-body", "leave one out");
    }
    if (output != null && remoteName) {
      throw UsageException.contradiction("--output", "--remote-name", "leave one out");
    }
    return new OutputPolicy(
        file(address),
        include || headOnly,
        failWithBody,
        Optional.ofNullable(sha256).map(AnswerOptions::digest),
        Optional.ofNullable(format).map(AnswerOptions::format),
        !silent);
  }

  /** The option, if any, by which the output is not just what the server answered. */
  Optional<String> besideStdout() {
    if (remoteName) {
      return Optional.of("--remote-name");
    } else if (output != null && !output.equals("-")) {
      return Optional.of("--output");
    }
    return Optional.ofNullable(format).map(_ -> "--write-out");
  }

  private Optional<String> file(Address address) {
    if (remoteName) {
      return Optional.of(
          writable(
              "--remote-name",
              address
                  .fileName()
                  .filter(name -> !name.contains("/") && !name.equals(".."))
                  .orElseThrow(() ->
                      new UsageException(
                          "--remote-name: the URL has no file name; use --output FILE"))));
    }
    return Optional.ofNullable(output)
        .filter(file -> !file.equals("-"))
        .map(file -> writable("--output", file));
  }

  private static String writable(String option, String name) {
    try {
      AnswerOutputs.check(name);
      return name;
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue(option, name, e.getMessage());
    }
  }

  private static String digest(String hex) {
    if (!hex.matches("[0-9A-Fa-f]{64}")) {
      throw UsageException.wrongValue("--sha256", hex, "must be 64 hexadecimal digits");
    }
    return hex.toLowerCase(Locale.ROOT);
  }

  private static WriteOut format(String text) {
    try {
      return WriteOut.parse(text.startsWith("@") ? read(text.substring(1)) : text);
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue("--write-out", text, e.getMessage());
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException("cannot be read", e);
    }
  }
}
