package dev.resil.redis;

import dev.resil.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;

/** A real server on a free port of this machine, in memory only, until it is closed. */
public final class RedisServer implements AutoCloseable {
  private static final int TRIES = 5;

  private final Process process;
  private final int port;

  private RedisServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param options more of its options, e.g. {@code --requirepass}, {@code secret}
   */
  public static RedisServer start(String... options) {
    return start("--port", List.of(options));
  }

  /** Starts one on a free port. */
  public static RedisServer at(int port) {
    return start(command(List.of()), "--port", "eady to accept connections", () -> port);
  }

  /** Starts one that speaks only TLS, and requires client certificates of the same authority. */
  public static RedisServer withTls(Certificates certificates, Certificates.Pair server) {
    return start(
        "--tls-port",
        List.of(
            "--port",
            "0",
            "--tls-ca-cert-file",
            certificates.authority().certificate().toString(),
            "--tls-cert-file",
            server.certificate().toString(),
            "--tls-key-file",
            server.key().toString()));
  }

  /** Starts a Sentinel that watches a primary by name, with a quorum of two. */
  static RedisServer sentinel(Path folder, String name, int primary) {
    Path file = folder.resolve("sentinel-" + UUID.randomUUID() + ".conf");
    try {
      Files.writeString(
          file,
          """
          sentinel monitor %1$s 127.0.0.1 %2$d 2
          sentinel down-after-milliseconds %1$s 1000
          sentinel failover-timeout %1$s 20000
          """
              .formatted(name, primary));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(
        List.of("redis-sentinel", file.toString()),
        "--port",
        "+monitor master",
        RedisServer::freePort);
  }

  private static RedisServer start(String portOption, List<String> options) {
    return start(command(options), portOption, "eady to accept connections", RedisServer::freePort);
  }

  private static List<String> command(List<String> options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-server",
                "--save",
                "",
                "--dir",
                System.getProperty("java.io.tmpdir"),
                "--dbfilename",
                "resil-test-" + UUID.randomUUID() + ".rdb"));
    command.addAll(options);
    return command;
  }

  private static RedisServer start(
      List<String> words, String portOption, String readiness, IntSupplier ports) {
    String program = words.getFirst();
    Needs.programs(program);
    for (int i = 0; i < TRIES; i++) {
      int port = ports.getAsInt();
      List<String> command = new ArrayList<>(words);
      command.addAll(List.of(portOption, Integer.toString(port), "--bind", "127.0.0.1"));
      try {
        RedisServer server =
            new RedisServer(new ProcessBuilder(command).redirectErrorStream(true).start(), port);
        if (server.isReady(readiness)) {
          return server;
        }
        server.close(); // another program took the port
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException(program + " does not start as " + words);
  }

  /** A port that is currently free. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady(String readiness) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line;
    while ((line = out.readLine()) != null) {
      if (line.contains(readiness)) {
        Thread.ofPlatform().daemon().start(() -> drain(out));
        return true;
      }
    }
    return false;
  }

  private static void drain(BufferedReader out) {
    try {
      while (out.readLine() != null) {
        // so that it never waits for this process
      }
    } catch (IOException e) {
      // it has ended
    }
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** Its URL, with more after the port. */
  public String url(String more) {
    return "redis://127.0.0.1:" + port + more;
  }

  /** Its URL. */
  public String url() {
    return url("");
  }

  /** The output of {@code redis-cli} for a command, without its final line feed. */
  public String cli(String... command) {
    List<String> all =
        new ArrayList<>(List.of("redis-cli", "--no-auth-warning", "-p", Integer.toString(port)));
    all.addAll(List.of(command));
    try {
      Process cli = new ProcessBuilder(all).redirectErrorStream(true).start();
      cli.getOutputStream().close();
      String out = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      cli.waitFor();
      return out.stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Kills it as a power cut would. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
