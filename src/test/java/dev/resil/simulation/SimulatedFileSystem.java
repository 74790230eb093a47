package dev.resil.simulation;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of a {@link Machine} as the processes see them that one task runs one by one. */
public final class SimulatedFileSystem extends FileSystem {
  private static final SimulatedFiles PROVIDER = new SimulatedFiles();

  private final Machine machine;
  private SimulatedProcess process;

  /** The files of a machine. */
  public SimulatedFileSystem(Machine machine) {
    this.machine = machine;
    this.process = machine.process();
  }

  /** Starts the next process; the one before has ended. */
  public SimulatedProcess nextProcess() {
    end();
    process = machine.process();
    return process;
  }

  /** Ends the process. */
  public void end() {
    if (!process.hasEnded()) {
      process.end();
    }
  }

  /** The process that uses them now. */
  public SimulatedProcess process() {
    return process;
  }

  Machine machine() {
    return machine;
  }

  void call(String name, Path path) throws IOException {
    process.step(name, path.toString());
    Optional<SystemError> error = machine.error();
    if (error.isPresent()) {
      throw error.get().at(path.toString());
    }
  }

  Inode inode(Path path) throws NoSuchFileException {
    return machine
        .disk()
        .find(path.toString())
        .orElseThrow(() -> new NoSuchFileException(path.toString()));
  }

  @Override
  public FileSystemProvider provider() {
    return PROVIDER;
  }

  @Override
  public Path getPath(String first, String... more) {
    return new SimulatedPath(this, more.length == 0 ? first : first + "/" + String.join("/", more));
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic", "posix", "unix");
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }
}
