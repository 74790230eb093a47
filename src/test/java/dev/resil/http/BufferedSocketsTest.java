package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class BufferedSocketsTest {
  /** Otherwise a handshake takes 40 ms longer, waiting for acknowledgements. */
  @Test
  void shouldSendAtOnce() throws IOException {
    try (Socket socket = new BufferedSockets().createSocket()) {
      assertThat(socket.getTcpNoDelay()).isTrue();
    }
  }
}
