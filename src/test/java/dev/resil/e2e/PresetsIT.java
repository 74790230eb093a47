package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.sun.net.httpserver.HttpServer;
import dev.resil.Needs;
import dev.resil.redis.ClosedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presets with the real programs, if installed, and real failures. */
@Execution(ExecutionMode.CONCURRENT)
class PresetsIT {
  @TempDir Path folder;
  private final ClosedPort closed = new ClosedPort();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int status = Integer.parseInt(exchange.getRequestURI().getPath().split("/", -1)[1]);
          if (status == 401) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    closed.close();
  }

  /** A port that is currently free. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The number of attempts made, at most three. */
  private int attempts(String line) throws IOException {
    return attempts(real(line).split(" ", -1));
  }

  /** With the actual addresses. */
  private String real(String line) throws IOException {
    return line.replace("CLOSED", "127.0.0.1:" + closed.number())
        .replace("PORT", Integer.toString(closed.number()))
        .replace("SERVER", "127.0.0.1:" + server.getAddress().getPort());
  }

  private int attempts(String... words) throws IOException {
    return tried(words).attempts();
  }

  /** The result of a command, and the number of attempts, at most three. */
  private record Tried(Resil.Result result, int attempts) {}

  private Tried tried(String... words) throws IOException {
    Needs.programs(words[0]);
    Path report = folder.resolve("report.json");
    Resil.Result result =
        Resil.with("run", "--preset", "auto", "-n", "3", "-b", "1ms", "-t", "30s")
            .append("--report", report.toString(), "--")
            .append(words)
            .variable("PATH", System.getenv("PATH"))
            .variable("HOME", folder.toString())
            .variable("LC_ALL", "C")
            .variable("PIP_CONFIG_FILE", "/dev/null")
            .variable("GIT_TERMINAL_PROMPT", "0")
            .variable("no_proxy", "127.0.0.1")
            .variable("RSYNC_PASSWORD", "wrong")
            .variable("AWS_ACCESS_KEY_ID", "x")
            .variable("AWS_SECRET_ACCESS_KEY", "x")
            .variable("AWS_MAX_ATTEMPTS", "1")
            .variable("KUBECONFIG", "/dev/null")
            .variable("CHECKPOINT_DISABLE", "1")
            .in(folder)
            .run();
    assertThat(result.exitCode()).as(result.err()).isNotZero();
    String json = Files.readString(report);
    int attempts =
        Integer.parseInt(json.replaceFirst(".*\"attempt_count\":([0-9]+).*", "$1").strip());
    assertThat(attempts).as("%s: %s", Arrays.toString(words), result.err()).isIn(1, 3);
    return new Tried(result, attempts);
  }

  @ParameterizedTest
  @CsvSource({
    "curl -sS http://CLOSED/",
    "curl -fsS http://SERVER/503",
    "wget -q -t 1 http://CLOSED/",
    "wget -t 1 -O out http://SERVER/503",
    "git clone -q http://CLOSED/x.git",
    "git clone -q http://SERVER/503/x.git",
    "ssh -o BatchMode=yes -p PORT 127.0.0.1 true",
    "scp -o BatchMode=yes -P PORT x 127.0.0.1:y",
    "sftp -o BatchMode=yes -P PORT 127.0.0.1:y",
    "rsync rsync://CLOSED/x .",
    "psql -w postgresql://u@CLOSED/x",
    "pip download --retries 1 --no-input -i http://CLOSED/simple x",
    "npm view --fetch-retries=0 --registry=http://CLOSED/ x",
    "npm view --fetch-retries=0 --registry=http://SERVER/503/ x",
    "docker -H tcp://CLOSED ps",
    "docker -H tcp://SERVER/503 ps",
    "kubectl --server http://CLOSED get pods",
    "kubectl --server http://SERVER/503/ get pods",
    "aws --region us-east-1 --endpoint-url http://CLOSED/ s3api list-buckets",
    "aws --region us-east-1 --endpoint-url http://SERVER/503/ s3api list-buckets"
  })
  void shouldRetryIfAServerIsUnreachableOrOverloaded(String line) throws IOException {
    assertThat(attempts(line)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "curl -sS http://no-such-host.invalid/",
    "wget -q -t 1 http://no-such-host.invalid/",
    "git clone -q http://no-such-host.invalid/x.git",
    "ssh -o BatchMode=yes no-such-host.invalid true",
    "rsync rsync://no-such-host.invalid/x .",
    "psql -w postgresql://u@no-such-host.invalid/x",
    "pip download --retries 1 --no-input --trusted-host no-such-host.invalid -i"
        + " http://no-such-host.invalid/simple x",
    "npm view --fetch-retries=0 --registry=http://no-such-host.invalid/ x",
    "docker -H tcp://no-such-host.invalid:2375 ps",
    "kubectl --server http://no-such-host.invalid get pods",
    "aws --region us-east-1 --endpoint-url http://no-such-host.invalid/ s3api list-buckets"
  })
  void shouldRetryIfANameIsNotFound(String line) throws IOException {
    assertThat(attempts(line)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "curl -fsS http://SERVER/401",
    "curl -fsS http://SERVER/404",
    "wget -t 1 -O out http://SERVER/401",
    "wget -t 1 -O out http://SERVER/404",
    "git clone -q http://SERVER/401/x.git",
    "git ls-remote http://u:wrong@SERVER/401/x.git",
    "wget -t 1 --user u --password wrong -O out http://SERVER/401",
    "aws --region us-east-1 --endpoint-url http://SERVER/401/ s3api list-buckets",
    "pip download --retries 1 --no-input --no-index -f http://SERVER/401/ x",
    "npm view --fetch-retries=0 --registry=http://SERVER/401/ x",
    "docker -H tcp://SERVER/401 ps",
    "kubectl --server http://SERVER/401/ get pods"
  })
  void shouldNotRetryIfAccessIsRefused(String line) throws IOException {
    assertThat(attempts(line)).isEqualTo(1);
  }

  /** A package source, and Terraform's state backend. */
  @ParameterizedTest
  @CsvSource({
    "http://CLOSED, 3",
    "http://SERVER/503, 3",
    "http://no-such-host.invalid, 3",
    "http://SERVER/401, 1"
  })
  void shouldDistinguishRefusalsAndTransientFailuresOfConfiguredPrograms(String url, int expected)
      throws IOException {
    Files.writeString(folder.resolve("list"), "deb [trusted=yes] %s x y\n".formatted(real(url)));
    Files.createDirectories(folder.resolve("lists/partial"));
    Files.writeString(
        folder.resolve("main.tf"),
        """
        terraform {
          backend "http" {
            address = "%s/x"
            retry_max = 0
          }
        }
        """
            .formatted(real(url)));
    String update =
        "apt-get -o Dir::Etc::SourceList=FOLDER/list -o Dir::Etc::SourceParts=/dev/null"
            + " -o Dir::State::Lists=FOLDER/lists -o Dir::Cache=FOLDER/cache"
            + " -o APT::Sandbox::User= -o APT::Update::Error-Mode=any -o Acquire::Retries=0 update";

    assertAll(
        () -> assertAttempts(update.replace("FOLDER", folder.toString()), expected),
        () -> assertAttempts("terraform init -input=false", expected));
  }

  /** Terraform wraps the reason, and colours it. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost:PORT", "no-such-host.invalid"})
  void shouldRetryIfTerraformsRegistryIsUnreachable(String registry) throws IOException {
    Files.writeString(
        folder.resolve("main.tf"),
        "terraform {\n  required_providers {\n    x = { source = \"%s/a/b\" }\n  }\n}\n"
            .formatted(real(registry)));
    assertThat(attempts("terraform init -input=false")).isEqualTo(3);
  }

  private void assertAttempts(String line, int expected) throws IOException {
    if (Needs.has(line.substring(0, line.indexOf(' ')))) {
      assertThat(attempts(line)).as(line).isEqualTo(expected);
    }
  }

  /** The last message of a server, in PostgreSQL's protocol (ErrorResponse). */
  @ParameterizedTest
  @CsvSource({
    "28P01, password authentication failed for user \"u\", 1",
    "28000, no pg_hba.conf entry for host \"127.0.0.1\", 1",
    "3D000, database \"x\" does not exist, 1",
    "57P03, the database system is starting up, 3",
    "53300, sorry, 3"
  })
  void shouldDistinguishRefusalsAndTransientFailuresOfPsqlsServer(
      String code, String message, int expected) throws Exception {
    String fields = "SFATAL\0VFATAL\0C%s\0M%s\0\0".formatted(code, message);
    ByteBuffer error = ByteBuffer.allocate(5 + fields.length());
    error.put((byte) 'E').putInt(4 + fields.length());
    error.put(fields.getBytes(StandardCharsets.US_ASCII));
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuse(socket, error.array()));
      String url =
          "postgresql://u@127.0.0.1:%d/x?sslmode=disable&gssencmode=disable"
              .formatted(socket.getLocalPort());
      assertThat(attempts("psql", "-w", url)).isEqualTo(expected);
    }
  }

  private static void refuse(ServerSocket socket, byte[] error) {
    while (true) {
      try (Socket client = socket.accept()) {
        client.getInputStream().read(new byte[512]);
        client.getOutputStream().write(error);
      } catch (IOException e) {
        return; // the test has ended
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh -F /dev/null -o BatchMode=yes -p PORT 127.0.0.1 true",
        "scp -F /dev/null -o BatchMode=yes -P PORT 127.0.0.1:y x",
        "sftp -F /dev/null -o BatchMode=yes -P PORT 127.0.0.1:y"
      })
  void shouldRetryIfSshsServerHangsUp(String line) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuse(socket, new byte[0]));
      String port = Integer.toString(socket.getLocalPort());
      assertThat(attempts(line.replace("PORT", port))).isEqualTo(3);
    }
  }

  /** A key unknown to the server, and a server unknown to the user. */
  @ParameterizedTest
  @CsvSource({
    "ssh OPTIONS -o StrictHostKeyChecking=no 127.0.0.1 true, Permission denied (publickey)",
    "scp OPTIONS -o StrictHostKeyChecking=no 127.0.0.1:y x, Permission denied (publickey)",
    "sftp OPTIONS -o StrictHostKeyChecking=no 127.0.0.1:y, Permission denied (publickey)",
    "ssh OPTIONS -o StrictHostKeyChecking=yes 127.0.0.1 true, Host key verification failed",
    "ssh OPTIONS -o HostKeyAlgorithms=rsa-sha2-512 127.0.0.1 true, no matching host key type"
  })
  void shouldNotRetryIfSshsServerOrUserRefuses(String line, String reason) throws Exception {
    Needs.programs("sshd");
    try (Sshd sshd = Sshd.start(folder)) {
      Tried tried = tried(line.replace("OPTIONS", sshd.options()).split(" ", -1));
      assertThat(tried.result().err()).contains(reason);
      assertThat(tried.result().exitCode()).isEqualTo(255);
      assertThat(tried.attempts()).isEqualTo(1);
    }
  }

  /** rsync's own daemon, with a password that is not the client's. */
  @Test
  void shouldNotRetryIfRsyncsDaemonRefusesThePassword() throws Exception {
    Needs.programs("rsync");
    Files.writeString(folder.resolve("secrets"), "u:right\n");
    Files.setPosixFilePermissions(
        folder.resolve("secrets"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        folder.resolve("conf"),
        "use chroot = no\n[x]\npath = %s\nauth users = u\nsecrets file = %s\n"
            .formatted(folder, folder.resolve("secrets")));
    int port = freePort();
    Process daemon =
        new ProcessBuilder(
                "rsync",
                "--daemon",
                "--no-detach",
                "--address=127.0.0.1",
                "--port=" + port,
                "--config=" + folder.resolve("conf"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("daemon").toFile())
            .start();
    try {
      while (!isOpen(port)) {
        assertThat(daemon.isAlive()).as(Files.readString(folder.resolve("daemon"))).isTrue();
        Thread.onSpinWait();
      }
      assertThat(attempts("rsync", "rsync://u@127.0.0.1:" + port + "/x", ".")).isEqualTo(1);
    } finally {
      daemon.destroy();
      daemon.waitFor();
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldPreferTheUsersListsToThePreset() {
    assertThat(count("--preset", "curl", "--retry-on", "99", "-c", "exit 99")).isEqualTo(3);
    assertThat(count("--preset", "curl", "--no-retry-on", "7", "-c", "exit 7")).isEqualTo(1);
    assertThat(count("--preset", "wget", "--retry-on", "6", "-c", "exit 6")).isEqualTo(3);
    assertThat(count("--preset", "wget", "-c", "exit 6")).isEqualTo(1);
    assertThat(count("--preset", "auto", "-c", "exit 6")).isEqualTo(3);
  }

  private static int count(String... options) {
    Resil.Result result = Resil.with("run", "-b", "1ms").append(options).run();
    return result.errLines().size();
  }

  @Test
  void shouldSuggestThePresetThatWasMeant() {
    Resil.Result result = Resil.run("run", "--preset", "crul", "--", "true");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err())
        .isEqualTo("resil: --preset crul: unknown preset; did you mean curl?\n");
    assertThat(Resil.run("help", "presets").out()).contains("source: curl(1), EXIT CODES");
  }
}
