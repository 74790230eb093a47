package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets given to resil appear in none of its output: streams, files, file names, input of hooks.
 * All planted secrets contain the same word.
 */
class SecretsIT {
  private static final String SECRET = "s3cr3t";

  /** Every hook stores all its input. */
  private static final String HOOK = "cat >>hooks; env | grep ^RESIL_EVENT >>hooks";

  /** Options for all output of a run. */
  private static final String[] ALL = {
    "-v",
    "-b",
    "1ms",
    "--report",
    "report",
    "--event-log",
    "events",
    "--annotations",
    "github",
    "--on-retry",
    HOOK,
    "--on-success",
    HOOK,
    "--on-failure",
    HOOK,
    "--breaker",
    "b",
    "--failure-threshold",
    "2",
    "--on-state-change",
    HOOK
  };

  @TempDir Path given;
  @TempDir Path folder;
  private HttpServer server;
  private String place;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          exchange.getResponseHeaders().set("Location", "http://u:s3cr3t@127.0.0.1:1/?c=s3cr3t");
          exchange.sendResponseHeaders(Integer.parseInt(path.substring(1)), -1);
          exchange.close();
        });
    server.start();
    place = "127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Resil resil(String... arguments) {
    return Resil.with(arguments)
        .in(folder)
        .variable("XDG_STATE_HOME", folder.resolve("state").toString())
        .variable("XDG_CACHE_HOME", folder.resolve("cache").toString())
        .variable("GITHUB_STEP_SUMMARY", folder.resolve("summary").toString())
        .variable("RESIL_LOG", "debug");
  }

  private void assertNothingIsTold(Resil.Result... results) throws IOException {
    for (Resil.Result result : results) {
      assertThat(result.out() + result.err()).doesNotContain(SECRET);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        assertThat(file.toString()).doesNotContain(SECRET);
        if (Files.isRegularFile(file)) {
          assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain(SECRET);
        }
      }
    }
  }

  private void assertAllWasWritten(String... more) {
    assertThat(
            Stream.concat(Stream.of("report", "events", "summary", "hooks"), Arrays.stream(more)))
        .allSatisfy(file -> assertThat(folder.resolve(file)).isNotEmptyFile());
  }

  @Test
  void shouldNotRevealArgumentsOrEnvironment() throws IOException {
    Resil.Result failed =
        resil("run")
            .append(ALL)
            .append("--fallback", HOOK + "; exit 1", "--stale-if-error", "1h")
            .append("-c", "exit 7 # s3cr3t-line", "name", "--password", "s3cr3t-argument")
            .variable("TOKEN", "s3cr3t-environment")
            .run();
    assertThat(failed.err()).contains("::error title=", "DEBUG resil", "OPEN");
    Resil.Result rejected =
        resil("run", "--log-format", "json").append(ALL).append("--", "echo", "s3cr3t").run();
    assertThat(rejected.exitCode()).isEqualTo(75);
    Resil.Result kept =
        resil("run", "-v", "--cache-ttl", "1h", "--", "expr", "length", "s3cr3t-argument").run();
    assertThat(kept.out()).isEqualTo("15\n");
    assertNothingIsTold(
        failed,
        rejected,
        kept,
        resil("run", "-v", "--cache-ttl", "1h", "--", "expr", "length", "s3cr3t-argument").run(),
        resil("cache", "list").run(),
        resil("cache", "list", "--json").run(),
        resil("breaker", "status", "--json").run());
    assertAllWasWritten();
  }

  /** Lines of options; the URL's path is the status of the answer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-u alice:s3cr3t http://PLACE/503?token=s3cr3t#s3cr3t",
        "--oauth2-bearer s3cr3t -d password=s3cr3t --retry-unsafe http://PLACE/503",
        "-H Authorization:s3cr3t -H Cookie:a=s3cr3t --cookie b=s3cr3t http://PLACE/503",
        "--netrc-file GIVEN/netrc -e http://s3cr3t/ http://alice:s3cr3t@PLACE/503",
        "-H @GIVEN/headers -L http://PLACE/302",
        "-x http://alice:s3cr3t@PLACE --json s3cr3t http://host.example/503?s3cr3t=1",
        "-x socks5://alice:s3cr3t@127.0.0.1:1 -G -d s3cr3t http://host.example/503"
      })
  void shouldNotRevealTheSecretsOfARequest(String line) throws IOException {
    Files.writeString(given.resolve("netrc"), "machine 127.0.0.1 login a password s3cr3t\n");
    Files.writeString(given.resolve("headers"), "Authorization: s3cr3t\n");
    List<String> words =
        List.of(line.replace("PLACE", place).replace("GIVEN", given.toString()).split(" ", -1));
    Resil.Result result = resil("http").append(ALL).append(words.toArray(String[]::new)).run();
    assertThat(result.exitCode()).as(result.err()).isNotIn(0, 125);
    assertNothingIsTold(result, resil("breaker", "list").run());
    assertAllWasWritten();
  }

  @Test
  void shouldNotRevealThePasswordOfSharedState() throws IOException {
    String url = "redis://alice:s3cr3t@127.0.0.1:1/0?timeout=50ms";
    Files.writeString(given.resolve("config"), "[defaults]\nstate = \"" + url + "\"\n");
    String config = given.resolve("config").toString();
    Resil.Result run =
        resil("run").append(ALL).append("--state", url, "--log-format", "json", "false").run();
    assertThat(run.err()).contains("redis://127.0.0.1:1");
    Resil.Result shown = resil("config", "show", "--config", config).run();
    assertThat(shown.out()).contains("redis://***@127.0.0.1:1");
    assertNothingIsTold(
        run,
        shown,
        resil("config", "show", "--json").variable("RESIL_STATE", url).run(),
        resil("config", "check", config).run(),
        resil("breaker", "status", "--state", url, "--json").run());
    assertAllWasWritten();
  }

  /** Not even the host, which may be the secret; the URL's path is the status of the answer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain=http://me:s3cr3t@PLACE/404?key=s3cr3t#s3cr3t",
        "plain=http://PLACE/302?key=s3cr3t",
        "http://s3cr3t.invalid/s3cr3t",
        "https://s3cr3t.localhost:1/s3cr3t"
      })
  void shouldNotRevealTheUrlOfAPing(String pattern) throws IOException {
    String url = pattern.replace("PLACE", place);
    Files.writeString(
        given.resolve("config"), "[profiles.p]\nping-url = [\"%s\", 1]\n".formatted(url));
    String config = given.resolve("config").toString();
    Resil.Result passed = resil("run", "--ping", url).append(ALL).append("env").run();
    assertThat(passed.exitCode()).as(passed.err()).isZero();
    assertThat(passed.err()).contains("resil: --ping: ");
    Resil.Result failed =
        resil("run", "--log-format", "json", "-n", "2")
            .append(ALL)
            .append("--fallback", "env; exit 1", "-c", "env; exit 1")
            .variable("RESIL_PING_URL", url)
            .run();
    if (!url.startsWith("plain=")) {
      assertThat(failed.err()).contains("\"ping_failed\"");
    }
    Resil.Result shown = resil("config", "show").variable("RESIL_PING_URL", url).run();
    assertThat(shown.out()).containsPattern("ping-url +\\*\\*\\* +RESIL_PING_URL");
    Resil.Result wrong = resil("run", "--config", config, "--profile", "p", "env").run();
    assertThat(wrong.err()).contains("ping-url");
    Resil.Result checked = resil("config", "check", config).run();
    assertThat(checked.out()).contains("ping-url");
    assertNothingIsTold(
        passed,
        failed,
        shown,
        wrong,
        checked,
        resil("config", "show", "--json").variable("RESIL_PING", url).run(),
        resil("config", "show", "http", "--config", config, "--profile", "p", "--json").run(),
        resil("config", "check").variable("RESIL_PING_URL", "s3cr3t").run(),
        resil("plan").variable("RESIL_PING_URL", url).run(),
        resil("stats", "b").run());
    assertAllWasWritten();
  }

  /** Errors are reported without possible secrets. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --breaker b --state redsi://alice:s3cr3t@host true",
        "run --breaker b --state REDIS://alice:s3cr3t@host true",
        "run --breaker b --state redis://alice:s3cr3t@host:port true",
        "run --breaker b --state redis://alice:s3cr3t@host?s3cr3t=1 true",
        "run --ping s3cr3t true",
        "run --ping ftp://s3cr3t/ true",
        "run --ping kuma=http://s3cr3t/ true",
        "run --ping http://a/s3cr3t --ping-url http://b/s3cr3t -n s3 true",
        "run --pnig=http://s3cr3t/ true",
        "http --ping http://ho%st/s3cr3t http://host.example/",
        "http --usr=alice:s3cr3t http://host.example/",
        "http -u alice:s3cr3t --oauth2-bearer s3cr3t http://host.example/",
        "http -H Authorization=s3cr3t http://host.example/",
        "http http://alice:s3cr3t@ho%st.example/",
        "http ftp://alice:s3cr3t@host.example/",
        "http -x https://alice:s3cr3t@host.example http://host.example/",
        "http http://alice:s3cr3t@a.example/ http://alice:s3cr3t@b.example/"
      })
  void shouldNotRevealSecretsOfAnInvalidCommandLine(String line) throws IOException {
    Resil.Result result = resil(line.split(" ", -1)).run();
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.errLines()).hasSize(1);
    assertNothingIsTold(result);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  /** As curl does; a JVM's launcher has the memory that ps shows, so that only the binary can. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldHideSecretsFromPs() throws Exception {
    assumeTrue(Resil.isNative(), "the program under test is not the native binary");
    try (ServerSocket holding = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "http://u:s3cr3t@127.0.0.1:%d/öffentlich".formatted(holding.getLocalPort());
      Process process =
          resil("http", "--noproxy", "*", "-u", "me:s3cr3t", "-HX-Api-Key: s3cr3t")
              .append("-x", "http://p:s3cr3t@proxy", "--header=Authorization: s3cr3t-é", url)
              .start();
      try (Socket request = holding.accept()) {
        // the request was sent, so that all that is to be hidden is hidden
        assertThat(request.getInputStream().read()).isEqualTo('G');
        String shown =
            Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
        assertThat(shown)
            .doesNotContain(SECRET)
            .endsWith(
                " http --noproxy * -u ********* -HX-Api-Key:******* -x http://********@proxy"
                    + " --header=Authorization:********** "
                    + url.replace("u:s3cr3t", "********")
                    + " ");
        assertThat(head(request.getInputStream())).contains("s3cr3t-é", "X-Api-Key: s3cr3t");
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /** Bytes up to the empty line. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      if (head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString(StandardCharsets.UTF_8);
  }
}
