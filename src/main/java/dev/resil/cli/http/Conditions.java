package dev.resil.cli.http;

import dev.resil.cli.options.UsageException;
import dev.resil.files.UserPath;
import dev.resil.http.HeaderLine;
import dev.resil.http.HttpDate;
import dev.resil.http.TimeCondition;
import dev.resil.text.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The headers of a conditional request (RFC 9110, 13), from curl's options. */
final class Conditions {
  private Conditions() {}

  /**
   * The headers.
   *
   * @param timeCond the condition of --time-cond
   * @param etagCompare the value of --etag-compare, null for none
   */
  static List<HeaderLine> lines(Optional<TimeCondition> timeCond, String etagCompare) {
    List<HeaderLine> lines = new ArrayList<>();
    timeCond.ifPresent(condition ->
        lines.add(
            new HeaderLine(
                condition.older() ? "If-Unmodified-Since" : "If-Modified-Since",
                Optional.of(HttpDate.format(condition.time())))));
    if (etagCompare != null) {
      lines.add(new HeaderLine("If-None-Match", Optional.of(etag(etagCompare))));
    }
    return lines;
  }

  /**
   * The condition of --time-cond.
   *
   * @param option its value, null for none
   */
  static Optional<TimeCondition> timeCond(String option) {
    if (option == null) {
      return Optional.empty();
    }
    boolean older = option.startsWith("-");
    String value = older || option.startsWith("+") ? option.substring(1) : option;
    return Optional.of(new TimeCondition(time(value), older));
  }

  private static Instant time(String value) {
    Instant now = Instant.now();
    Optional<Instant> date =
        HttpDate.parse(value, now).or(() -> HttpDate.parse(value + " 00:00:00", now));
    if (date.isPresent()) {
      return date.get();
    }
    try {
      return Files.getLastModifiedTime(new UserPath(value).path()).toInstant();
    } catch (IOException | IllegalArgumentException e) {
      throw UsageException.wrongValue(
          "--time-cond",
          value,
          "is neither a date nor a file; write it like '2026-01-31 12:00:00'");
    }
  }

  /** As in curl, a file that does not exist or is empty names no content. */
  private static String etag(String file) {
    Path path;
    try {
      path = new UserPath(file).path();
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue(
          "--etag-compare", file, e.getMessage() + "; name a readable file");
    }
    try {
      String text = NamedFiles.text(file).strip();
      return text.isEmpty()
          ? "\"\""
          : new HeaderLine("If-None-Match", Optional.of(text)).value().get();
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue("--etag-compare", file, "does not contain an ETag");
    } catch (IOException e) {
      if (Files.exists(path)) {
        throw UsageException.wrongValue(
            "--etag-compare", file, "cannot be read: " + IoReason.of(e) + "; name a readable file");
      }
      return "\"\"";
    }
  }
}
