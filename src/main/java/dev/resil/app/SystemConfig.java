package dev.resil.app;

import dev.resil.cli.config.ConfigSource;
import dev.resil.files.FileTrust;
import dev.resil.files.UserFile;
import dev.resil.files.UserPath;
import dev.resil.io.Stderr;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import dev.resil.posix.RawEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/** Wires configuration to the environment and the file system. */
public final class SystemConfig implements ConfigSource {
  /** More than anyone writes by hand; a file placed by someone else could have any size. */
  private static final int MAX_BYTES = 1 << 20;

  @Override
  public String variable(String name) {
    return RawEnvironment.get(name);
  }

  @Override
  public Map<String, String> variables(String prefix) {
    return Posix.get().variables(prefix);
  }

  /** A single system call if there is no file, without loading the JDK's file system classes. */
  @Override
  public boolean exists(String file) {
    Posix posix = Posix.get();
    int descriptor = posix.open(file, false, true);
    if (descriptor >= 0) {
      posix.close(descriptor);
      return true;
    }
    return descriptor != -Errno.ENOENT && Files.exists(new UserPath(file).path());
  }

  @Override
  public byte[] read(String file, boolean named) throws IOException {
    UserPath path = path(file);
    if (!named && !Files.isRegularFile(path.path())) {
      throw new IOException("is not a regular file");
    }
    return UserFile.read(path, MAX_BYTES);
  }

  @Override
  public Optional<String> reasonToDistrust(String file) throws IOException {
    return FileTrust.reasonToDistrust(path(file).path());
  }

  private static UserPath path(String file) throws IOException {
    try {
      return new UserPath(file);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void say(String line) {
    new Stderr(Posix.get()).line("resil: " + line);
  }
}
