package dev.resil.cli.http;

import dev.resil.cli.options.UsageException;
import dev.resil.files.UserPath;
import dev.resil.http.Address;
import dev.resil.http.AnswerOutputs;
import dev.resil.http.OutputPolicy;
import dev.resil.http.SideFiles;
import dev.resil.http.WriteOut;
import dev.resil.text.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for the response, with curl's names. */
final class AnswerOptions {
  /** Curl's. */
  private static final FileAttribute<?> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the body to FILE, replacing it only when the download is complete. An"
              + " interrupted download is resumed if the server supports it.")
  private String output;

  @Option(
      names = {"-O", "--remote-name"},
      description = "Write the body to a file named as in the URL.")
  private boolean remoteName;

  @Option(
      names = {"-J", "--remote-header-name"},
      description =
          "With --remote-name, use the file name of the Content-Disposition header, or else of"
              + " the URL after redirects; an existing file of that name is not replaced.")
  private boolean remoteHeaderName;

  @Option(
      names = {"-C", "--continue-at"},
      paramLabel = "OFFSET",
      description =
          "Keep the first OFFSET bytes of the file of --output and request the rest; '-' for all"
              + " that the file has. The whole body is fetched if the server sends no part.")
  private String continueAt;

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      description = "Folder for the file of --output or --remote-name.")
  private String outputDir;

  @Option(
      names = "--create-dirs",
      description =
          "Create the folders of the files of --output, --dump-header and --etag-save if they do"
              + " not exist.")
  private boolean createDirs;

  @Option(
      names = {"-R", "--remote-time"},
      description = "Give the file of the body the time of its Last-Modified header.")
  private boolean remoteTime;

  @SuppressWarnings("UnusedVariable") // a file is replaced only when the download is complete
  @Option(
      names = "--remove-on-error",
      description = "Leave no part of a failed download (default).")
  private boolean removeOnError;

  @Option(
      names = {"-D", "--dump-header"},
      paramLabel = "FILE",
      description = "Write the headers of the last attempt's responses to FILE, '-' for stdout.")
  private String dumpHeader;

  @Option(
      names = {"-c", "--cookie-jar"},
      paramLabel = "FILE",
      description = "Write all cookies to FILE at the end, '-' for stdout.")
  private String cookieJar;

  @Option(
      names = "--etag-save",
      paramLabel = "FILE",
      description = "Write the ETag of a successful response to FILE.")
  private String etagSave;

  @Option(
      names = {"-i", "--include"},
      description = "Include the response headers in the output.")
  private boolean include;

  @SuppressWarnings("UnusedVariable") // an HTTP error is a failure in any case
  @Option(
      names = {"-f", "--fail"},
      description = "Do not output the body of an HTTP error (default).")
  private boolean fail;

  @Option(
      names = "--fail-with-body",
      description = "Output the body of the last response even if it is an error.")
  private boolean failWithBody;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "Fail the transfer if the body has another SHA-256 checksum.")
  private String sha256;

  @Option(
      names = {"-w", "--write-out"},
      paramLabel = "FORMAT",
      description =
          "Write FORMAT at the end, with curl's variables such as %%{http_code}; @FILE reads it"
              + " from FILE.")
  private String format;

  @Option(
      names = {"-s", "--silent"},
      description = "Suppress the progress line.")
  private boolean silent;

  @SuppressWarnings("UnusedVariable") // errors are shown unless --quiet hides them
  @Option(
      names = {"-S", "--show-error"},
      description = "Show errors even with -s (default; --quiet hides them).")
  private boolean showError;

  /**
   * The policy that these options describe.
   *
   * @param headOnly whether only the headers are shown
   * @throws UsageException if the output cannot be written to its file
   */
  OutputPolicy toPolicy(Address address, boolean headOnly) {
    boolean named = remoteHeaderName && remoteName;
    Optional<String> body = named ? Optional.empty() : file(address);
    return new OutputPolicy(
        body,
        named ? Optional.of(naming(address)) : Optional.empty(),
        body.flatMap(this::part),
        include || headOnly,
        failWithBody,
        Optional.ofNullable(sha256).map(AnswerOptions::digest),
        Optional.ofNullable(format).map(AnswerOptions::format),
        new SideFiles(
            Optional.ofNullable(dumpHeader)
                .map(file ->
                    file.equals("-")
                        ? file
                        : writable("--dump-header", inFolder("--dump-header", file))),
            Optional.ofNullable(etagSave)
                .map(file -> writable("--etag-save", inFolder("--etag-save", file))),
            Optional.ofNullable(cookieJar)
                .map(file -> file.equals("-") ? file : writable("--cookie-jar", file)),
            remoteTime),
        !silent);
  }

  /** What determines how a response is shown. */
  List<String> facts() {
    return include ? List.of("include") : List.of();
  }

  /** Whether cookies are collected. */
  boolean collectsCookies() {
    return cookieJar != null;
  }

  /** The name in the folder for output. */
  private String placed(String option, String name) {
    return inFolder(option, outputDir == null ? name : outputDir + "/" + name);
  }

  /** A name, whose folder is created if necessary. */
  private String inFolder(String option, String placed) {
    int slash = placed.lastIndexOf('/');
    if (createDirs && slash > 0) {
      try {
        Files.createDirectories(new UserPath(placed.substring(0, slash)).path(), FOLDER_MODE);
      } catch (IOException e) {
        throw UsageException.wrongValue(
            option, placed, "cannot create its folder: " + IoReason.of(e) + "; name another file");
      }
    }
    return placed;
  }

  private OutputPolicy.Naming naming(Address address) {
    String folder = outputDir == null ? "" : outputDir + "/";
    // any name tells whether a file can be made there
    writable("--output-dir", inFolder("--output-dir", folder + ".resil"));
    return new OutputPolicy.Naming(folder, remoteName(address));
  }

  private static Optional<String> remoteName(Address address) {
    return address.fileName().filter(text -> !text.contains("/") && !text.equals(".."));
  }

  /** The part of a file that is kept. */
  private Optional<OutputPolicy.Part> part(String name) {
    if (continueAt == null) {
      return Optional.empty();
    }
    UserPath file = new UserPath(name);
    long size = Files.isRegularFile(file.path()) ? size(file.path()) : 0;
    long offset = size;
    if (!continueAt.equals("-")) {
      if (!continueAt.matches("\\d{1,18}")) {
        throw UsageException.wrongValue(
            "--continue-at", continueAt, "must be a number of bytes, or '-'");
      }
      offset = Long.parseLong(continueAt);
      if (offset > size) {
        throw UsageException.wrongValue(
            "--continue-at",
            continueAt,
            "%s has only %d bytes; use '-' to continue at its end".formatted(file.shown(), size));
      }
    }
    return offset == 0 ? Optional.empty() : Optional.of(new OutputPolicy.Part(file, offset));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // it has gone
    }
  }

  private Optional<String> file(Address address) {
    if (remoteName) {
      String name =
          remoteName(address)
              .orElseThrow(() ->
                  new UsageException("--remote-name: the URL has no file name; use --output FILE"));
      return Optional.of(writable("--remote-name", placed("--remote-name", name)));
    }
    return Optional.ofNullable(output)
        .filter(file -> !file.equals("-"))
        .map(file -> writable("--output", placed("--output", file)));
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
      WriteOut format = WriteOut.parse(text.startsWith("@") ? read(text.substring(1)) : text);
      format.files().forEach(AnswerOutputs::check);
      return format;
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue("--write-out", text, e.getMessage());
    }
  }

  private static String read(String file) {
    try {
      return NamedFiles.text(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read: " + IoReason.of(e), e);
    }
  }
}
