package dev.resil.cache;

import dev.resil.files.Ownership;
import dev.resil.files.PrivateFiles;
import dev.resil.files.Replacement;
import dev.resil.files.UserPath;
import dev.resil.files.XdgFolders;
import dev.resil.json.Json;
import dev.resil.json.JsonObject;
import dev.resil.json.MalformedJsonException;
import dev.resil.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A folder of copies, one file each: a line of JSON that describes it, then the output unchanged.
 * Files are replaced atomically, so that a reader sees either the old copy or the new one.
 */
public final class OutputCache {
  /** The limit of all copies together, in bytes; the oldest are deleted first. */
  public static final long LIMIT = 64L << 20;

  /** The names of validators of a response: the request, and what the server says of it. */
  public static final Set<String> VALIDATORS = Set.of("request", "etag", "last_modified");

  /** Room for the longest key that a command line allows. */
  private static final int MAX_HEAD = 1 << 16;

  private static final int VERSION = 1;
  private static final String NAME = "[0-9a-f]{64}";
  private static final String BESIDE = "\\..*\\.tmp";

  /** An older temporary file was left behind by a killed run. */
  private static final Duration LONGEST_KEEPING = Duration.ofHours(1);

  private final Path folder;
  private final long limit;

  /** A cache in a folder, which is created with the first copy. */
  public OutputCache(Path folder) {
    this(folder, LIMIT);
  }

  OutputCache(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * The usual folder: {@code $XDG_CACHE_HOME/resil}, else {@code ~/.cache/resil}; a relative {@code
   * XDG_CACHE_HOME} counts as unset (XDG Base Directory Specification 0.8).
   *
   * @param environment a variable's value, or null if unset
   * @throws IOException if {@code HOME} is not set either
   */
  public static Path defaultFolder(Function<String, String> environment) throws IOException {
    return XdgFolders.base(environment, "XDG_CACHE_HOME", ".cache")
        .map(above -> new UserPath(above).path().resolve("resil"))
        .orElseThrow(() -> new IOException("no cache folder, because HOME is not set"));
  }

  /** The output to keep. */
  public interface Content {
    /** Writes it to a stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Keeps a copy, replacing the one with the same key.
   *
   * @param validators what tells the version of the content, by names of {@link #VALIDATORS}
   * @param size the size of the content in bytes
   */
  public void keep(
      CacheKey key,
      String command,
      Instant now,
      Map<String, String> validators,
      long size,
      Content content)
      throws IOException {
    byte[] head =
        (Json.compact(json -> {
          json.writeNumberProperty("version", VERSION);
          json.writeStringProperty("kind", "output");
          json.writeStringProperty("key", key.shown());
          json.writeStringProperty("command", Printable.of(command));
          Json.time(json, "made_at", now);
          json.writeNumberProperty("size", size);
          validators.forEach(json::writeStringProperty);
        })
                + "\n")
            .getBytes(StandardCharsets.UTF_8);
    if (head.length > MAX_HEAD) {
      throw new IOException("the key is too long; use a shorter one");
    } else if (head.length + size > limit) {
      throw new IOException("%d bytes exceed the limit of the cache".formatted(size));
    }
    // created by another user, such as root under sudo, it would be of no use to its owner
    Ownership ownership = ownership();
    ownership.checkPlace(folder);
    PrivateFiles.createFolder(folder);
    ownership.checkFolder(folder);
    Path file = folder.resolve(key.hash());
    try (Replacement replacement = Replacement.of(file, ".tmp")) {
      OutputStream out = Channels.newOutputStream(replacement.channel());
      out.write(head);
      content.writeTo(out);
      replacement.commit();
    }
    removeLeftovers(now);
    makeRoom(file);
  }

  /** Output that another user could have written must not be used as a command's output. */
  private void checkTrust() throws IOException {
    ownership().checkFolder(folder);
  }

  private static Ownership ownership() throws IOException {
    return Ownership.ofThisProcess(Ownership.Kind.CACHE);
  }

  /** Deletes the oldest copies until all fit; keeps the new one. */
  private void makeRoom(Path kept) throws IOException {
    List<Copy> copies = list();
    long used = copies.stream().mapToLong(copy -> copy.bodyStart() + copy.size()).sum();
    for (Copy copy : copies) {
      if (used <= limit) {
        return;
      }
      if (!copy.file().equals(kept)) {
        Files.deleteIfExists(copy.file());
        used -= copy.bodyStart() + copy.size();
      }
    }
  }

  /** The copy with a key; empty if there is none, or it is damaged. */
  public Optional<Copy> find(CacheKey key) throws IOException {
    Path file = folder.resolve(key.hash());
    if (!PrivateFiles.exists(file)) {
      return Optional.empty();
    }
    checkTrust();
    return read(file);
  }

  /** All readable copies, oldest first. */
  public List<Copy> list() throws IOException {
    List<Copy> copies = new ArrayList<>();
    if (PrivateFiles.exists(folder)) {
      checkTrust();
      for (Path file : files(NAME)) {
        read(file).ifPresent(copies::add);
      }
    }
    copies.sort(Comparator.comparing(Copy::madeAt).thenComparing(Copy::file));
    return copies;
  }

  private List<Path> files(String name) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, file -> file.getFileName().toString().matches(name))) {
      files.forEach(found::add);
    }
    return found;
  }

  private void removeLeftovers(Instant now) throws IOException {
    for (Path file : files(BESIDE)) {
      try {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        if (written.isBefore(now.minus(LONGEST_KEEPING))) {
          Files.deleteIfExists(file);
        }
      } catch (NoSuchFileException e) {
        // it has been renamed since
      }
    }
  }

  /** Deletes all copies, including unreadable ones. */
  public void clear(Instant now) throws IOException {
    if (PrivateFiles.exists(folder)) {
      checkTrust();
      for (Path file : files(NAME)) {
        Files.deleteIfExists(file);
      }
      removeLeftovers(now);
    }
  }

  /** Deletes a copy. */
  public void remove(Copy copy) throws IOException {
    Files.deleteIfExists(copy.file());
  }

  private static Map<String, String> validators(JsonObject json) throws MalformedJsonException {
    Map<String, String> validators = new HashMap<>();
    for (String name : VALIDATORS) {
      if (json.has(name)) {
        validators.put(name, json.string(name));
      }
    }
    return validators;
  }

  private static Optional<Copy> read(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(MAX_HEAD);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // deleted in the meantime
    }
    int end = 0;
    while (end < head.length && head[end] != '\n') {
      end++;
    }
    try {
      JsonObject json = JsonObject.parse(Arrays.copyOf(head, end));
      Copy copy =
          new Copy(
              json.string("key"),
              json.string("command"),
              Instant.parse(json.string("made_at")),
              json.count("size"),
              validators(json),
              file,
              end + 1);
      boolean whole = Files.size(file) == copy.bodyStart() + copy.size();
      return json.count("version") == VERSION && whole ? Optional.of(copy) : Optional.empty();
    } catch (MalformedJsonException | DateTimeException | NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
