package dev.resil.simulation;

import dev.resil.posix.Posix;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The JDK's calls on files, played by a {@link Machine}: each is a system call of its process. */
final class SimulatedFiles extends FileSystemProvider {
  /** From the owner's right to read to the others' right to execute. */
  private static final List<PosixFilePermission> PERMISSIONS =
      List.of(PosixFilePermission.values());

  private static SimulatedFileSystem system(Path path) {
    return ((SimulatedPath) path).system();
  }

  private static Machine machine(Path path) {
    return system(path).machine();
  }

  private static Disk disk(Path path) {
    return machine(path).disk();
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  /** The folder of a file that need not exist. */
  private static Inode folder(Path path) throws IOException {
    Inode folder =
        disk(path)
            .find(path.getParent().toString())
            .orElseThrow(() -> new NoSuchFileException(path.toString()));
    if (!folder.folder) {
      throw new FileSystemException(path.toString(), null, "Not a directory");
    }
    return folder;
  }

  private static int mode(Iterable<PosixFilePermission> permissions) {
    int mode = 0;
    for (PosixFilePermission permission : permissions) {
      mode |= 0400 >> PERMISSIONS.indexOf(permission);
    }
    return mode;
  }

  private static int mode(FileAttribute<?>... attributes) {
    int mode = 0777;
    for (FileAttribute<?> attribute : attributes) {
      List<PosixFilePermission> permissions = new ArrayList<>();
      ((Iterable<?>) attribute.value()).forEach(one -> permissions.add((PosixFilePermission) one));
      mode = mode(permissions);
    }
    return mode;
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    system(path).call("open", path);
    if (options.contains(StandardOpenOption.CREATE_NEW)) {
      make(path, false, 0100000 | mode(attributes));
    }
    Inode file = system(path).inode(path);
    boolean writes = options.contains(StandardOpenOption.WRITE);
    if (writes && file.folder) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    return new SimulatedChannel(system(path).process(), file, writes);
  }

  private static void noRoom(Path path) throws IOException {
    if (machine(path).isFull() && machine(path).random().nextBoolean()) {
      throw SystemError.ENOSPC.at(path.toString());
    }
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    system(path).call("mkdir", path);
    make(path, true, 040000 | mode(attributes));
  }

  private static void make(Path path, boolean isFolder, int mode) throws IOException {
    if (path.getParent() == null) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Inode folder = folder(path);
    if (folder.entries.containsKey(name(path))) {
      throw new FileAlreadyExistsException(path.toString());
    }
    noRoom(path);
    disk(path).create(folder, name(path), isFolder, mode, machine(path).fileTime());
    machine(path).failAfter(path.toString());
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    system(path).call("list", path);
    Inode folder = system(path).inode(path);
    if (!folder.folder) {
      throw new NotDirectoryException(path.toString());
    }
    List<String> names = new ArrayList<>(folder.entries.keySet());
    Collections.shuffle(names, machine(path).random());
    List<Path> found = new ArrayList<>();
    for (String name : names) {
      Path file = path.resolve(name);
      if (filter.accept(file)) {
        found.add(file);
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return found.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void delete(Path path) throws IOException {
    system(path).call("unlink", path);
    Inode file = system(path).inode(path);
    if (!file.entries.isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    disk(path).unlink(folder(path), name(path));
    machine(path).failAfter(path.toString());
  }

  /** Renames within a folder. */
  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    system(source).call("rename", source);
    system(source).inode(source);
    if (folder(source) != folder(target)) {
      throw new UnsupportedOperationException("a rename to another folder");
    }
    noRoom(source);
    disk(source).rename(folder(source), name(source), name(target));
    system(source).inode(target).changed = machine(source).fileTime();
    machine(source).renamed(system(source).process(), target.toString());
    machine(source).failAfter(source.toString());
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    if (modes.length == 0) {
      system(path).call("access", path);
    } else {
      // a refusal would be an answer, not an error
      system(path).process().step("access", path.toString());
    }
    system(path).inode(path);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    system(path).call("stat", path);
    return type.cast(new Attributes(system(path).inode(path)));
  }

  private record Key(int number) {}

  private static FileTime time(long nanos) {
    return FileTime.from(nanos, TimeUnit.NANOSECONDS);
  }

  private record Attributes(
      Key fileKey, boolean isDirectory, long size, FileTime creationTime, FileTime lastModifiedTime)
      implements BasicFileAttributes {
    Attributes(Inode file) {
      this(
          new Key(file.number),
          file.folder,
          file.content().length,
          time(file.born),
          time(file.modified));
    }

    @Override
    public FileTime lastAccessTime() {
      return lastModifiedTime;
    }

    @Override
    public boolean isRegularFile() {
      return !isDirectory;
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    system(path).call("stat", path);
    Inode file = system(path).inode(path);
    return Map.of(
        "fileKey",
        new Key(file.number),
        "mode",
        file.mode,
        "uid",
        Posix.get().effectiveUser(),
        "gid",
        0,
        "size",
        (long) file.content().length,
        "creationTime",
        time(file.born),
        "ctime",
        time(file.changed));
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return type.cast(new Permissions(path));
  }

  /** Changes a file's mode. */
  private record Permissions(Path path) implements PosixFileAttributeView {
    @Override
    public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
      system(path).call("chmod", path);
      Inode file = system(path).inode(path);
      file.mode = (file.mode & ~0777) | mode(permissions);
      file.changed = machine(path).fileTime();
    }

    @Override
    public String name() {
      return "posix";
    }

    @Override
    public java.nio.file.attribute.PosixFileAttributes readAttributes() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setTimes(FileTime modified, FileTime accessed, FileTime created) {
      throw new UnsupportedOperationException();
    }

    @Override
    public java.nio.file.attribute.UserPrincipal getOwner() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setOwner(java.nio.file.attribute.UserPrincipal owner) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setGroup(java.nio.file.attribute.GroupPrincipal group) {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    system(path).call("statfs", path);
    return new Store(machine(path).isFull());
  }

  /** A file system with room, or without. */
  private static final class Store extends FileStore {
    private static final long TOTAL = 1 << 30;

    private final boolean full;

    Store(boolean full) {
      this.full = full;
    }

    @Override
    public String name() {
      return "simulated";
    }

    @Override
    public String type() {
      return "simulated";
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public long getTotalSpace() {
      return TOTAL;
    }

    @Override
    public long getUsableSpace() {
      return full ? 0 : TOTAL;
    }

    @Override
    public long getUnallocatedSpace() {
      return getUsableSpace();
    }

    @Override
    public long getBlockSize() {
      return 4096;
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
      return true;
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
      return true;
    }

    @Override
    public <V extends java.nio.file.attribute.FileStoreAttributeView> V getFileStoreAttributeView(
        Class<V> type) {
      return null;
    }

    @Override
    public Object getAttribute(String attribute) {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public boolean isSameFile(Path path, Path other) {
    return path.equals(other);
  }

  @Override
  public boolean isHidden(Path path) {
    return name(path).startsWith(".");
  }

  @Override
  public String getScheme() {
    return "simulated";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw new UnsupportedOperationException();
  }
}
