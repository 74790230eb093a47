package dev.resil.ping;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.resil.http.Address;
import dev.resil.http.StatusRequests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendingTest {
  private final StatusRequests requests = new StatusRequests("test", _ -> null);
  private final List<Duration> pauses = new ArrayList<>();
  private final List<Integer> answers = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger ends = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int status = answers.get(Math.min(asked.getAndIncrement(), answers.size() - 1));
          exchange.getResponseHeaders().set("Location", "/other");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Sending sending(int port, Sending.Pause pause) {
    Address address = Address.parse("http://127.0.0.1:" + port + "/job");
    return new Sending(() -> requests.to(address, Optional.empty()), pause, ends::incrementAndGet);
  }

  private void record(Duration pause, CountDownLatch cancelled) {
    assertThat(cancelled.getCount()).isOne();
    pauses.add(pause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200         | 1 |",
        "204         | 1 |",
        "503,200     | 2 |",
        "500,502,200 | 3 |",
        "503,503,503 | 3 | status 503",
        "503,404     | 2 | status 404",
        "404         | 1 | status 404",
        "429         | 1 | status 429",
        "302         | 1 | status 302: redirects are not followed"
      })
  void shouldTryAgainAfterAFailureOfTheServer(String statuses, int tries, String failure) {
    for (String status : statuses.split(",", -1)) {
      answers.add(Integer.valueOf(status));
    }
    Sending sending = sending(server.getAddress().getPort(), this::record);
    sending.run();

    assertThat(asked).hasValue(tries);
    assertThat(pauses).hasSize(tries - 1);
    assertThat(sending.isOver()).isTrue();
    assertThat(sending.failure()).isEqualTo(Optional.ofNullable(failure));
    assertThat(ends).hasValue(1);
  }

  @Test
  void shouldTryAgainIfThereIsNoConnection() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Sending sending = sending(port, this::record);
    sending.run();

    assertThat(pauses).containsExactly(Duration.ofMillis(250), Duration.ofMillis(750));
    assertThat(sending.failure()).contains("cannot connect to the server: Connection refused");
  }

  @Test
  void shouldEndAPauseWhenItIsCancelled() throws InterruptedException {
    answers.add(503);
    CountDownLatch pausing = new CountDownLatch(1);
    Sending sending =
        sending(
            server.getAddress().getPort(),
            (_, cancelled) -> {
              pausing.countDown();
              cancelled.await();
            });
    Thread thread = new Thread(sending);
    thread.start();
    pausing.await();
    sending.cancel("too late");
    thread.join(TimeUnit.MINUTES.toMillis(10));

    assertThat(thread.isAlive()).isFalse();
    assertThat(asked).hasValue(1);
    assertThat(sending.failure()).contains("status 503");
    assertThat(ends).hasValue(0);
  }

  @Test
  void shouldEndARequestWithoutAnAnswerWhenItIsCancelled() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Sending sending = sending(silent.getLocalPort(), this::record);
      Thread thread = new Thread(sending);
      thread.start();
      try (var request = silent.accept()) {
        assertThat(request.getInputStream().read()).isEqualTo('G');
        sending.cancel("too late");
        thread.join(TimeUnit.MINUTES.toMillis(10));
      }
      assertThat(thread.isAlive()).isFalse();
      assertThat(pauses).isEmpty();
      assertThat(sending.failure()).contains("too late");
      assertThat(ends).hasValue(0);
    }
  }

  @Test
  void shouldSendNothingAfterItWasCancelled() {
    answers.add(200);
    Sending sending = sending(server.getAddress().getPort(), this::record);
    sending.cancel("stopped");
    sending.run();

    assertThat(asked).hasValue(0);
    assertThat(sending.failure()).contains("stopped");
  }
}
