package dev.resil.http;

import dev.resil.files.OutputFile;
import dev.resil.files.UserPath;
import dev.resil.io.DrainResult;
import dev.resil.io.Spool;
import dev.resil.posix.Posix;
import dev.resil.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes a file whose name the server chooses, by a header or a redirect, and replaces none;
 * without such a name, it is that of the URL.
 */
final class NamedOutput implements AnswerOutput {
  private final Posix posix;
  private final OutputPolicy.Naming naming;
  private Optional<FileOutput> file = Optional.empty();
  private Optional<String> name = Optional.empty();
  private boolean chosen;

  NamedOutput(Posix posix, OutputPolicy.Naming naming) {
    this.posix = posix;
    this.naming = naming;
  }

  @Override
  public void answered(ResponseHead head) throws LocalFailureException {
    if (file.isPresent()) {
      return; // a download keeps its name when it is resumed
    }
    Optional<String> given =
        RemoteName.of(head.all("Content-Disposition"))
            .or(() ->
                RemoteName.ofUrl(head.url())
                    .filter(name -> !naming.fallback().equals(Optional.of(name))));
    Optional<String> own = given.or(naming::fallback);
    if (own.isEmpty() && !head.isSuccess()) {
      return; // the body of an error may have no place
    }
    String place =
        naming.in(
            own.orElseThrow(() ->
                new LocalFailureException(
                    "neither the server nor the URL gives the file a name; use --output FILE")));
    try {
      OutputFile target = OutputFile.of(new UserPath(place));
      if (given.isPresent() && Files.exists(target.target(), LinkOption.NOFOLLOW_LINKS)) {
        throw exists(place);
      }
      chosen = given.isPresent();
      name = Optional.of(place);
      file = Optional.of(new FileOutput(posix, target));
    } catch (IllegalArgumentException e) {
      throw new LocalFailureException(Printable.of(place) + ": " + e.getMessage());
    }
  }

  private static LocalFailureException exists(String place) {
    return new LocalFailureException(
        Printable.of(place)
            + " exists, and a name that the server chooses replaces nothing; remove it, or use"
            + " --output FILE");
  }

  @Override
  public Optional<String> name() {
    return name;
  }

  @Override
  public boolean replaces() {
    return true;
  }

  @Override
  public long size() {
    return file.map(FileOutput::size).orElse(0L);
  }

  @Override
  public void append(byte[] bytes, int offset, int length) throws LocalFailureException {
    if (file.isPresent()) {
      file.get().append(bytes, offset, length);
    }
  }

  @Override
  public void cutTo(long length) throws LocalFailureException {
    if (file.isPresent()) {
      file.get().cutTo(length);
    }
  }

  @Override
  public DrainResult commit(Consumer<Spool> copy) {
    if (file.isEmpty()) {
      return new DrainResult.Complete();
    }
    if (chosen) {
      Path target = new UserPath(name.orElseThrow()).path();
      try {
        Files.createFile(target); // fails if another one has appeared
      } catch (IOException e) {
        discard();
        return new DrainResult.Failed(exists(name.orElseThrow()).getMessage());
      }
    }
    DrainResult result = file.get().commit(copy);
    if (chosen && result instanceof DrainResult.Failed) {
      remove(new UserPath(name.orElseThrow()).path());
    }
    return result;
  }

  /** Removes the empty file that kept the name free for this one. */
  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the failure that led here is reported
    }
  }

  @Override
  public void discard() {
    file.ifPresent(FileOutput::discard);
  }
}
