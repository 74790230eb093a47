package dev.resil.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
    return start("redis-server", "--port", options);
  }

  static RedisServer withTls(String... options) {
    List<String> all = new ArrayList<>(List.of("--port", "0"));
    all.addAll(List.of(options));
    return start("redis-server", "--tls-port", all.toArray(String[]::new));
  }

  private static RedisServer start(String program, String portOption, String... options) {
    assumeTrue(isInstalled(program) || System.getenv("CI") != null, program + " is not installed");
    for (int i = 0; i < TRIES; i++) {
      int port = freePort();
      List<String> command =
          new ArrayList<>(
              List.of(
                  program,
                  portOption,
                  Integer.toString(port),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--dir",
                  System.getProperty("java.io.tmpdir"),
                  "--dbfilename",
                  "resil-test-" + port + ".rdb"));
      command.addAll(List.of(options));
      try {
        RedisServer server =
            new RedisServer(new ProcessBuilder(command).redirectErrorStream(true).start(), port);
        if (server.isReady()) {
          return server;
        }
        server.close(); // somebody was quicker to take the port
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException(program + " does not start with " + List.of(options));
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (java.nio.file.Files.isExecutable(java.nio.file.Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady() throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line;
    while ((line = out.readLine()) != null) {
      if (line.contains("eady to accept connections")) {
        Thread.ofPlatform().daemon().start(() -> drain(out));
        return true;
      }
    }
    return false;
  }

  private static void drain(BufferedReader out) {
    try {
      while (out.readLine() != null) {
        // so that it never waits for us
      }
    } catch (IOException e) {
      // it is gone
    }
  }

  /** Where it listens. */
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

  /** What {@code redis-cli} prints for a command, without the line feed at its end. */
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
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
