package dev.resil.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** A path without links, dots and empty parts. */
record SimulatedPath(SimulatedFileSystem system, String text) implements Path {
  @Override
  public FileSystem getFileSystem() {
    return system;
  }

  @Override
  public boolean isAbsolute() {
    return text.startsWith("/");
  }

  @Override
  public Path getRoot() {
    return isAbsolute() ? new SimulatedPath(system, "/") : null;
  }

  @Override
  public Path getFileName() {
    return text.equals("/")
        ? null
        : new SimulatedPath(system, text.substring(text.lastIndexOf('/') + 1));
  }

  @Override
  public Path getParent() {
    int slash = text.lastIndexOf('/');
    if (slash < 0 || text.equals("/")) {
      return null;
    }
    return new SimulatedPath(system, slash == 0 ? "/" : text.substring(0, slash));
  }

  @Override
  public Path resolve(Path other) {
    String more = other.toString();
    if (more.startsWith("/")) {
      return other;
    }
    return new SimulatedPath(system, text.endsWith("/") ? text + more : text + "/" + more);
  }

  @Override
  public Path normalize() {
    return this;
  }

  @Override
  public Path toAbsolutePath() {
    return isAbsolute() ? this : getFileSystem().getPath("/").resolve(this);
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    system.call("real-path", this);
    system.inode(this);
    return this;
  }

  @Override
  public int compareTo(Path other) {
    return text.compareTo(other.toString());
  }

  @Override
  public boolean startsWith(Path other) {
    return text.equals(other.toString()) || text.startsWith(other + "/");
  }

  @Override
  public boolean endsWith(Path other) {
    return text.equals(other.toString()) || text.endsWith("/" + other);
  }

  @Override
  public String toString() {
    return text;
  }

  @Override
  public int getNameCount() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getName(int index) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path subpath(int from, int to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path relativize(Path other) {
    throw new UnsupportedOperationException();
  }

  @Override
  public URI toUri() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }
}
