package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import dev.resil.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenSSH's server on a free port of this machine, which refuses all logins, until it is closed.
 */
final class Sshd implements AutoCloseable {
  private static final int TRIES = 10;

  private final Process process;
  private final int port;
  private final Path stranger;

  private Sshd(Process process, int port, Path stranger) {
    this.process = process;
    this.port = port;
    this.stranger = stranger;
  }

  /**
   * Starts it.
   *
   * @param folder for its key, and that of an unknown user
   */
  static Sshd start(Path folder) throws Exception {
    makeChroot();
    Path host = key(folder.resolve("host_key"));
    Path stranger = key(folder.resolve("user_key"));
    for (int i = 0; i < TRIES; i++) {
      int port = RedisServer.freePort();
      Process process = process(host, port);
      if (isListening(process)) {
        return new Sshd(process, port, stranger);
      }
      // another program took the port
    }
    throw new AssertionError("sshd does not start");
  }

  /** As root it needs a folder that its service usually creates: sshd(8), FILES. */
  private static void makeChroot() throws IOException {
    Path chroot = Path.of("/run/sshd");
    if (System.getProperty("user.name").equals("root") && !Files.exists(chroot)) {
      Files.createDirectory(chroot);
      Files.setPosixFilePermissions(chroot, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static Path key(Path file) throws Exception {
    Process keygen =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
            .inheritIO()
            .start();
    assertThat(keygen.waitFor()).isZero();
    return file;
  }

  private static Process process(Path host, int port) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(Needs.find("sshd").orElseThrow().toString(), "-D", "-e", "-f", "none"));
    for (String option :
        List.of(
            "ListenAddress=127.0.0.1:" + port,
            "HostKey=" + host,
            "PidFile=none",
            "AuthorizedKeysFile=none",
            "PasswordAuthentication=no",
            "KbdInteractiveAuthentication=no",
            "UsePAM=no")) {
      command.addAll(List.of("-o", option));
    }
    return new ProcessBuilder(command).start();
  }

  /** Whether it announces its port before it exits. */
  private static boolean isListening(Process process) throws IOException {
    String line;
    while ((line = process.errorReader().readLine()) != null) {
      if (line.startsWith("Server listening")) {
        return true;
      }
    }
    return false;
  }

  /** Options for ssh, scp and sftp: the user's key, and none of this machine's settings. */
  String options() {
    return ("-F /dev/null -i %s -o Port=%d -o BatchMode=yes -o IdentitiesOnly=yes"
            + " -o UserKnownHostsFile=/dev/null -o GlobalKnownHostsFile=/dev/null")
        .formatted(stranger, port);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
