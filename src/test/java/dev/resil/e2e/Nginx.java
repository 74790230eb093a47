package dev.resil.e2e;

import dev.resil.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Debian's nginx, with servers for a test. */
final class Nginx implements AutoCloseable {
  private static final int TRIES = 10;

  private final List<Integer> ports;
  private final Process process;

  private Nginx(List<Integer> ports, Process process) {
    this.ports = ports;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param folder for its files; serves those in {@code www}
   * @param servers the blocks of its servers, each with {@code {port}} for a port of its own
   */
  static Nginx start(Path folder, String... servers) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      List<Integer> ports = freePorts(servers.length);
      Process process = process(folder, configuration(folder, ports, servers));
      if (isUp(process, ports)) {
        return new Nginx(ports, process);
      }
      // another program took one of the ports
    }
    throw new AssertionError(Files.readString(folder.resolve("error.log")));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(RecordingServer.socket(0));
    }
    List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  private static String configuration(Path folder, List<Integer> ports, String... servers) {
    StringBuilder blocks = new StringBuilder();
    for (int i = 0; i < servers.length; i++) {
      blocks
          .append("  server { root %s/www; ".formatted(folder))
          .append(servers[i].replace("{port}", ports.get(i).toString()))
          .append(" }\n");
    }
    String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
    return """
    %2$s
    daemon off; master_process off; pid %1$s/nginx.pid; error_log %1$s/error.log;
    events { worker_connections 64; }
    http {
      access_log off; default_type application/octet-stream;
      client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
      uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
    %3$s}
    """
        .formatted(folder, user, blocks);
  }

  /** The command that starts one server in the foreground, as a single process. */
  static List<String> command(Path folder, int port, String server) throws IOException {
    return command(folder, configuration(folder, List.of(port), server));
  }

  private static List<String> command(Path folder, String configuration) throws IOException {
    Path file = Files.writeString(folder.resolve("nginx.conf"), configuration);
    return List.of(
        Needs.find("nginx").orElseThrow().toString(),
        "-e",
        folder.resolve("error.log").toString(),
        "-p",
        folder.toString(),
        "-c",
        file.toString());
  }

  private static Process process(Path folder, String configuration) throws IOException {
    return new ProcessBuilder(command(folder, configuration))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("nginx.out").toFile())
        .start();
  }

  /** Whether all ports answer before the process exits. */
  private static boolean isUp(Process process, List<Integer> ports) {
    long end = System.nanoTime() + Resil.PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      if (ports.stream().allMatch(Nginx::answers)) {
        return process.isAlive();
      }
      LockSupport.parkNanos(5_000_000);
    }
    process.destroyForcibly();
    return false;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The port of the n-th server, from 0. */
  int port(int server) {
    return ports.get(server);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
      process.getInputStream().close();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
