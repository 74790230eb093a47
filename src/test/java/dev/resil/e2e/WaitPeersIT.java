package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import dev.resil.redis.ClosedPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of other tools that wait have reported as faults. */
class WaitPeersIT {
  @TempDir Path folder;

  private Resil waiting(String... arguments) {
    return Resil.with("wait", "-T", "2m", "-b", "10ms", "--backoff", "constant")
        .append(arguments)
        .in(folder);
  }

  /** Of docker-compose-wait, issue 17: an address that never answers prevented the timeout. */
  @Test
  void shouldEndAtAnAddressThatNeverAnswers() throws Exception {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      for (int i = 0; i < 8; i++) { // more than its queue holds
        SocketChannel client = SocketChannel.open();
        client.configureBlocking(false);
        client.connect(full.getLocalSocketAddress());
        waiting.add(client);
      }
      String condition = "tcp:127.0.0.1:" + full.getLocalPort();
      Resil.Result result = waiting("-t", "100ms", "-T", "1s", condition).run();
      assertThat(result.exitCode()).isEqualTo(124);
      assertThat(result.err()).contains(condition, "no answer within 100ms");
      for (SocketChannel client : waiting) {
        client.close();
      }
    }
  }

  /** Of keepalived, issue 1822: an answer in small pieces took longer than its timeout. */
  @Test
  void shouldEndAtAnAnswerInSmallPieces() throws Exception {
    try (ServerSocket server = Talk.server("127.0.0.1", drips('H'));
        ServerSocket redis = Talk.server("127.0.0.1", drips('+'))) {
      String place = "127.0.0.1:" + server.getLocalPort();
      List<String> conditions = new ArrayList<>();
      for (String start : List.of("http://", "https://", "postgres://", "mysql://", "tls:")) {
        conditions.add(start + place);
      }
      conditions.add("redis://127.0.0.1:" + redis.getLocalPort());
      Resil.Result result =
          waiting("-t", "200ms", "-T", "1s").append(conditions.toArray(String[]::new)).run();
      assertThat(result.exitCode()).isEqualTo(124);
      assertThat(result.err().split(" did not hold within 1s: ", -1)).hasSize(7);
    }
  }

  private static Talk drips(char text) {
    return client -> {
      while (true) {
        client.getOutputStream().write(text);
        LockSupport.parkNanos(10_000_000);
      }
    };
  }

  /** A page without an end, such as a stream of events: its status has come long before. */
  @Test
  void shouldNotReadAnAnswerThatNeverEnds() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    Talk endless =
        client -> {
          client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
          while (true) {
            client.getOutputStream().write("data: x\n\n".getBytes(StandardCharsets.US_ASCII));
            LockSupport.parkNanos(1_000_000);
          }
        };
    try (ServerSocket server = Talk.server("127.0.0.1", endless)) {
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/events";
      assertThat(waiting("-t", "1h", url).run().exitCode()).isZero();
      assertThat(waiting("-t", "1h", "--success-on", "body~data", url).run().exitCode()).isZero();
    }
  }

  /** Of wait4it, request 45: a redirect of a server that starts leads to an error. */
  @Test
  void shouldJudgeTheEndOfRedirects() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    RecordingServer.Answers answers =
        request ->
            request.target().equals("/")
                ? RecordingServer.answer("302 Found", "Location: /login\r\n", "")
                : RecordingServer.answer(
                    asked.incrementAndGet() < 3 ? "503 Starting" : "200 OK", "", "");
    try (RecordingServer server = new RecordingServer(answers)) {
      assertThat(waiting(server.url() + "/").run().exitCode()).isZero();
      assertThat(asked.get()).isZero();
      Resil.Result followed = waiting("-L", server.url() + "/").run();
      assertThat(followed.exitCode()).isZero();
      assertThat(followed.err()).contains("status 503", "holds: status 200");
      assertThat(asked.get()).isEqualTo(3);
    }
  }

  /** Of wait-on, issues 109, 133, 137 and 155: only one address of a name was tried. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void shouldTryAllAddressesOfAName(String address) throws Exception {
    Shell.needMounts();
    Files.writeString(folder.resolve("hosts"), "::1 both.test\n127.0.0.1 both.test\n");
    String answer = "HTTP/1.1 204 No Content\r\n\r\n";
    Talk good = client -> client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    try (ServerSocket server = Talk.server(address, good)) {
      String inside =
          "mount --bind hosts /etc/hosts && \"$RESIL\" wait -T 2m --backoff constant -b 10ms"
              + " \"$@\"";
      String place = "both.test:" + server.getLocalPort();
      Shell.Result result =
          new Shell(folder)
              .run(
                  "exec unshare -rm bash -c \"$@\"",
                  inside,
                  "bash",
                  "tcp:" + place,
                  "http://" + place + "/");
      assertThat(result.err()).isEmpty();
      assertThat(result.exitCode()).isZero();
    }
  }

  /** Of wait-on, issue 34: checks of a server that hangs piled up. */
  @Test
  void shouldCloseTheConnectionOfACheckBeforeTheNext() throws Exception {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger all = new AtomicInteger();
    Talk silence =
        client -> {
          all.incrementAndGet();
          most.accumulateAndGet(open.incrementAndGet(), Math::max);
          client.getInputStream().readAllBytes();
          open.decrementAndGet();
        };
    try (ServerSocket server = Talk.server("127.0.0.1", silence)) {
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/";
      Resil resil = waiting("-t", "50ms", url);
      Process process = resil.start();
      while (all.get() < 10) {
        LockSupport.parkNanos(5_000_000);
      }
      process.destroy();
      resil.await(process);
      assertThat(most.get()).isLessThan(all.get());
    }
  }

  /** Of dockerize, issue 118: the interval was ignored; superlance, 110: it prevented any check. */
  @Test
  void shouldKeepToTheIntervalAfterACheckAtOnce() throws Exception {
    try (RecordingServer server =
        new RecordingServer(request -> RecordingServer.answer("503 Busy", "", ""))) {
      Resil.Result result = waiting("-b", "1h", "-T", "1s", server.url() + "/").run();
      assertThat(result.exitCode()).isEqualTo(124);
      assertThat(result.err()).contains("did not hold within 1s: status 503");
      assertThat(server.taken()).hasSize(1);
    }
  }

  /** Of dockerize, issue 51: with several servers, only the first was waited for. */
  @Test
  @SuppressWarnings("try") // closed early
  void shouldWaitForAllServersInWhateverOrderTheyCome() throws Exception {
    try (ClosedPort first = new ClosedPort();
        ClosedPort second = new ClosedPort()) {
      Resil resil =
          waiting("--event-log", "log", "tcp:127.0.0.1:" + first.number())
              .append("tcp:127.0.0.1:" + second.number(), "--", "echo", "both");
      Process process = resil.start();
      Resil.awaitText(process, folder.resolve("log"), "refused");
      second.close();
      try (ServerSocket late = RecordingServer.socket(second.number())) {
        Resil.awaitText(process, folder.resolve("log"), "accepts connections");
        assertThat(process.isAlive()).isTrue();
        first.close();
        try (ServerSocket last = RecordingServer.socket(first.number())) {
          assertThat(resil.await(process).out()).isEqualTo("both\n");
        }
      }
    }
  }

  /** Of wait4ports, issue 4, and waitforit, 11: a name that was not known was never asked again. */
  @Test
  void shouldAskAgainForANameThatIsNotKnownYet() {
    Needs.programs("unshare", "mount", "ip");
    Needs.that(
        new Shell(folder).run("unshare -rmn ip link set lo up").exitCode() == 0,
        "a network namespace");
    String inside =
        """
        set -e
        export PATH=$PATH:/usr/sbin:/sbin
        ip link set lo up
        echo "127.0.0.1 localhost" >hosts
        : >resolv.conf
        mount --bind hosts /etc/hosts
        mount --bind resolv.conf /etc/resolv.conf
        "$RESIL" wait -T 2m -b 10ms --backoff constant --event-log log dns:late.test -- echo known &
        until grep -qs "cannot be resolved" log; do sleep 0.01; done
        echo "127.0.0.1 late.test" >>hosts
        wait "$!"
        """;
    Shell.Result result = new Shell(folder).run("exec unshare -rmn bash -c \"$1\"", inside);
    assertThat(result.out()).as(result.err()).isEqualTo("known\n");
    assertThat(result.err()).contains("dns:late.test holds: resolves to 127.0.0.1");
  }

  /** Of many scripts: the command's arguments were split at spaces, or expanded. */
  @Test
  void shouldPassOnTheArgumentsOfTheCommandAsTheyAre() {
    Resil.Result result =
        waiting("file:/", "--", "printf", "%s|", "a  b", "", "*", "$HOME", "x\ny", "--", "-T")
            .run();
    assertThat(result.out()).isEqualTo("a  b||*|$HOME|x\ny|--|-T|");
  }
}
