package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.http.wire.Routes;
import dev.resil.outcome.Outcome;
import dev.resil.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An exchange that is cancelled while its answer arrives: then the receiver belongs to the next
 * attempt.
 */
class ExchangeTest {
  private final KeptOutput body = new KeptOutput();
  private final KeptOutput others = new KeptOutput();
  private final AnswerReceiver receiver =
      new AnswerReceiver(
          new Download(body, Optional.empty(), BodyPolicy.DEFAULT, Optional.empty()),
          others,
          true,
          false);
  private Optional<Exchange> exchange = Optional.empty();

  private void cancelAndGoOn() {
    exchange.orElseThrow().cancel();
    receiver.next();
  }

  private static final ConnectionPolicy CONNECTION =
      new ConnectionPolicy(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.of(5),
          ConnectionPolicy.Version.HTTP_1_1,
          new TlsPolicy(false, TlsFiles.NONE),
          new Proxies(Optional.empty(), Optional.empty(), NoProxy.parse("")),
          Routes.DIRECT);

  private Exchange exchangeWith(ServerSocket server) {
    Exchange made =
        new Exchange(
            new Client(CONNECTION, "test"),
            new RequestSpec(
                Address.parse("http://127.0.0.1:" + server.getLocalPort()),
                "GET",
                false,
                false,
                List.of(),
                Optional.empty(),
                Identity.NONE,
                Optional.empty(),
                BodyPolicy.DEFAULT,
                "test"),
            Optional.empty(),
            OptionalInt.of(5),
            Optional.empty(),
            Optional.empty(),
            receiver,
            Set.of(),
            _ -> true,
            () -> {});
    exchange = Optional.of(made);
    return made;
  }

  private static Socket accept(ServerSocket server) throws IOException {
    Socket client = server.accept();
    while (client.getInputStream().read() != '\n') {
      // the request line
    }
    return client;
  }

  /** The head has arrived, and only the exchange knows. */
  @ParameterizedTest
  @ValueSource(ints = {200, 302, 503})
  void shouldNotAnswerForTheNextAttempt(int status) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(exchangeWith(server));
      thread.start();
      try (Socket client = accept(server)) {
        synchronized (receiver) {
          String answer =
              "HTTP/1.1 %d X\r\nLocation: /\r\nContent-Length: 0\r\n\r\n".formatted(status);
          client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
          while (thread.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait(); // it waits for the receiver
          }
          cancelAndGoOn();
        }
        thread.join();
      }
    }

    Answer answer = exchange.orElseThrow().answer().orElseThrow();
    assertThat(answer.outcome()).isInstanceOf(Outcome.Unanswered.class);
    assertThat(answer.transfer().redirects()).isZero();
    assertThat(receiver.winner()).isEmpty();
    assertThat(others.size() + body.size()).isZero();
  }

  @Test
  void shouldNotEndADownloadOfTheNextAttempt() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      body.onBody = this::cancelAndGoOn;
      Thread thread = new Thread(exchangeWith(server));
      thread.start();
      try (Socket client = accept(server)) {
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 200 X\r\nContent-Length: 1\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
        thread.join();
      }
    }

    assertThat(exchange.orElseThrow().answer().orElseThrow().outcome())
        .isInstanceOf(Outcome.Unanswered.class);
  }
}
