package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import dev.resil.redis.Certificates;
import dev.resil.redis.ClosedPort;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers of the distribution that start late, hang, die and come back while they are awaited. */
class WaitRealServersIT {
  @TempDir Path folder;

  private Resil waiting(String... arguments) {
    return Resil.with("wait", "-T", "5m", "-b", "10ms", "--backoff", "constant")
        .append(arguments)
        .in(folder);
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("try") // closed early
  void shouldWaitThroughAllTroubles(RealServer.Kind kind) throws Exception {
    try (ClosedPort port = new ClosedPort();
        RealServer server = kind.at(port.number())) {
      String condition = kind.condition(port.number());
      String[] command = {"--", "echo", "ready"};

      Resil late = waiting("--event-log", "late", condition).append(command);
      Process process = late.start();
      Resil.awaitText(process, folder.resolve("late"), "refused");
      port.close();
      server.start();
      assertThat(late.await(process).out()).isEqualTo("ready\n");

      server.hang();
      Resil restarted = waiting("--event-log", "hung", "-t", "300ms", condition).append(command);
      process = restarted.start();
      Resil.awaitText(process, folder.resolve("hung"), "no answer within 300ms");
      server.kill();
      Resil.awaitText(process, folder.resolve("hung"), "refused");
      server.start();
      Resil.Result result = restarted.await(process);
      assertThat(result.out()).as(result.err()).isEqualTo("ready\n");

      Resil gone = waiting("--not", "--event-log", "gone", condition, "--", "echo", "gone");
      process = gone.start();
      Resil.awaitText(process, folder.resolve("gone"), "\"met\":false");
      server.kill();
      assertThat(gone.await(process).out()).isEqualTo("gone\n");
    }
  }

  @Test
  void shouldJudgeTheCertificateOfAWebServer() throws Exception {
    Needs.programs("nginx", "openssl");
    Certificates certificates = new Certificates(folder);
    Certificates.Pair pair = certificates.signed("server", "DNS:localhost");
    String block =
        "listen 127.0.0.1:{port} ssl; listen [::1]:{port} ssl; ssl_certificate %s; ssl_certificate_key %s; return 204;"
            .formatted(pair.certificate(), pair.key());
    String ca = certificates.authority().certificate().toString();
    try (Nginx server = Nginx.start(folder, block)) {
      String place = "localhost:" + server.port(0);
      Resil.Result good =
          waiting("--cacert", ca, "https://" + place, "tls:" + place)
              .append("tcp:[::1]:" + server.port(0))
              .run();
      assertThat(good.err()).isEmpty();
      assertThat(good.exitCode()).isZero();
      for (String condition : new String[] {"https://" + place, "tls:" + place}) {
        Resil.Result unknown = waiting("--fail-fast", "tls", condition).run();
        assertThat(unknown.exitCode()).isEqualTo(35);
        assertThat(unknown.err()).contains("not trusted");
      }
      String other = "127.0.0.1:" + server.port(0);
      for (String condition : new String[] {"https://" + other + "/", "tls:" + other}) {
        Resil.Result wrong = waiting("--cacert", ca, "--fail-fast", "tls", condition).run();
        assertThat(wrong.exitCode()).isEqualTo(35);
        assertThat(wrong.err()).contains("another host");
      }
    }
  }
}
