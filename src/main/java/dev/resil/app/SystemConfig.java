package dev.resil.app;

import dev.resil.cli.config.ConfigSource;
import dev.resil.files.FileTrust;
import dev.resil.io.Stderr;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Wires configuration to the environment and the file system. */
public final class SystemConfig implements ConfigSource {
  @Override
  public Map<String, String> environment() {
    return System.getenv();
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
    return descriptor != -Errno.ENOENT && Files.exists(Path.of(file));
  }

  @Override
  public String read(String file) throws IOException {
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw new IOException("not a regular file");
    }
    return Files.readString(path);
  }

  @Override
  public Optional<String> reasonToDistrust(String file) throws IOException {
    return FileTrust.reasonToDistrust(Path.of(file));
  }

  @Override
  public void say(String line) {
    new Stderr(Posix.get()).line("resil: " + line);
  }
}
