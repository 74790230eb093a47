package dev.resil.e2e;

import dev.resil.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A server of the distribution at a given port, which a test can hang, kill and start again. */
final class RealServer implements AutoCloseable {
  /** Debian's folder of programs that are not for users. */
  private static final String POSTGRES = "/usr/lib/postgresql";

  private static final boolean ROOT = System.getProperty("user.name").equals("root");

  private final Path folder;
  private final List<String> command;
  private Process process;

  private RealServer(Path folder, List<String> command) {
    this.folder = folder;
    this.command = List.copyOf(command);
  }

  /** The servers there are. */
  enum Kind {
    POSTGRES("postgres://127.0.0.1:%d"),
    MARIADB("mysql://127.0.0.1:%d"),
    REDIS("redis://127.0.0.1:%d"),
    NGINX("http://127.0.0.1:%d/");

    private final String condition;

    Kind(String condition) {
      this.condition = condition;
    }

    /** The condition that this server answers. */
    String condition(int port) {
      return condition.formatted(port);
    }

    /** Prepares one, or skips the test if it isn't installed. */
    RealServer at(int port) throws Exception {
      Path folder = Files.createTempDirectory("resil-test");
      return new RealServer(
          folder,
          switch (this) {
            case POSTGRES -> postgres(folder, port);
            case MARIADB -> mariadb(folder, port);
            case REDIS -> redis(folder, port);
            case NGINX -> nginx(folder, port);
          });
    }
  }

  private static List<String> postgres(Path folder, int port) throws Exception {
    Path programs = postgresPrograms();
    List<String> asOther = List.of();
    if (ROOT) { // as whom it refuses to start
      Needs.programs("setpriv");
      UserPrincipal nobody =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      Files.setOwner(folder, nobody);
      asOther = List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
    }
    Path data = folder.resolve("data");
    List<String> create = new ArrayList<>(asOther);
    create.add(programs.resolve("initdb").toString());
    create.addAll(List.of("-D", data.toString(), "-A", "trust", "--no-sync", "--no-locale"));
    Process initdb =
        new ProcessBuilder(create)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("initdb.log").toFile())
            .start();
    if (initdb.waitFor() != 0) {
      throw new AssertionError(Files.readString(folder.resolve("initdb.log")));
    }
    List<String> command = new ArrayList<>(asOther);
    command.add(programs.resolve("postgres").toString());
    command.addAll(List.of("-D", data.toString(), "-h", "127.0.0.1", "-p", "" + port));
    command.addAll(List.of("-k", folder.toString(), "-F"));
    return command;
  }

  private static Path postgresPrograms() throws IOException {
    if (!Files.isDirectory(Path.of(POSTGRES))) {
      Needs.programs("postgres");
      return Needs.find("postgres").orElseThrow().getParent();
    }
    try (Stream<Path> versions = Files.list(Path.of(POSTGRES))) {
      List<Path> complete =
          versions
              .map(version -> version.resolve("bin"))
              .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
              .toList();
      Needs.that(!complete.isEmpty(), "postgres");
      return complete.getLast();
    }
  }

  private static List<String> mariadb(Path folder, int port) throws IOException {
    Needs.programs("mariadbd");
    return List.of(
        Needs.find("mariadbd").orElseThrow().toString(),
        "--no-defaults",
        "--user=" + System.getProperty("user.name"),
        "--datadir=" + Files.createDirectory(folder.resolve("data")),
        "--socket=" + folder.resolve("socket"),
        "--pid-file=" + folder.resolve("pid"),
        "--bind-address=127.0.0.1",
        "--port=" + port,
        "--skip-grant-tables", // which do not exist
        "--innodb-buffer-pool-size=8M");
  }

  private static List<String> redis(Path folder, int port) {
    Needs.programs("redis-server");
    String dir = folder.toString();
    return List.of(
        "redis-server", "--bind", "127.0.0.1", "--port", "" + port, "--save", "", "--dir", dir);
  }

  private static List<String> nginx(Path folder, int port) throws IOException {
    Needs.programs("nginx");
    return Nginx.command(folder, port, "listen 127.0.0.1:{port}; return 204;");
  }

  /** Starts it, and doesn't wait until it's ready. */
  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
  }

  /** From now on it accepts connections, and never answers. */
  void hang() throws Exception {
    new ProcessBuilder("kill", "-STOP", "" + process.pid()).start().waitFor();
  }

  /** Kills it with all that it has started. */
  void kill() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.reversed().forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      kill();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
