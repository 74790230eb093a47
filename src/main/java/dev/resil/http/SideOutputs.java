package dev.resil.http;

import dev.resil.files.OutputFile;
import dev.resil.files.UserPath;
import dev.resil.io.DrainResult;
import dev.resil.io.EventLoop;
import dev.resil.posix.Posix;
import dev.resil.text.IoReason;
import dev.resil.text.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/** Writes {@link SideFiles}. */
final class SideOutputs {
  private final OutputPolicy policy;
  private final Posix posix;
  private final EventLoop events;

  SideOutputs(OutputPolicy policy, Posix posix, EventLoop events) {
    this.policy = policy;
    this.posix = posix;
    this.events = events;
  }

  /** Writes the heads of an attempt's responses. */
  DrainResult heads(byte[] heads) {
    return policy
        .side()
        .heads()
        .map(file -> write(Optional.of(file).filter(name -> !name.equals("-")), heads))
        .orElseGet(DrainResult.Complete::new);
  }

  /**
   * Writes what belongs to a successful answer: without an ETag, new content empties the file,
   * since the old one names other content.
   *
   * @param content whether the answer has content
   */
  DrainResult ofSuccess(ResponseHead head, boolean content) {
    if (content && policy.side().remoteTime()) {
      policy.file().ifPresent(file -> setTime(file, head));
    }
    Optional<String> etag =
        head.header("ETag").filter(value -> !value.isEmpty()).map(value -> value + "\n");
    return policy
        .side()
        .etag()
        .filter(_ -> content || etag.isPresent())
        .map(file -> write(Optional.of(file), RawText.encode(etag.orElse(""))))
        .orElseGet(DrainResult.Complete::new);
  }

  /** Writes the cookies. */
  DrainResult cookies(Optional<CookieJar> jar) {
    return policy
        .side()
        .cookies()
        .map(file ->
            write(
                Optional.of(file).filter(name -> !name.equals("-")),
                RawText.encode(jar.map(all -> all.text(Instant.now())).orElse(""))))
        .orElseGet(DrainResult.Complete::new);
  }

  /** Writes or appends what {@code --write-out} has for a file. */
  DrainResult information(String file, boolean appended, byte[] text) {
    if (!appended) {
      return write(Optional.of(file), text);
    }
    UserPath path = new UserPath(file);
    try {
      Files.write(path.path(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return new DrainResult.Complete();
    } catch (IOException e) {
      return new DrainResult.Failed("cannot write " + path.shown() + ": " + IoReason.of(e));
    }
  }

  private DrainResult write(Optional<String> file, byte[] bytes) {
    try {
      AnswerOutput output = AnswerOutputs.of(file, posix, events);
      output.append(bytes, 0, bytes.length);
      return output.commit(_ -> {});
    } catch (IOException | IllegalArgumentException e) {
      return new DrainResult.Failed(e.getMessage());
    }
  }

  private static void setTime(String file, ResponseHead head) {
    Optional<Instant> modified =
        head.header("Last-Modified").flatMap(date -> HttpDate.parse(date, Instant.now()));
    OutputFile output = OutputFile.of(new UserPath(file));
    if (modified.isPresent() && !output.isStream()) {
      try {
        Files.setLastModifiedTime(output.target(), FileTime.from(modified.get()));
      } catch (IOException e) {
        // as in curl, the content matters more than its time
      }
    }
  }
}
