package dev.resil.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class BufferedSocketTest {
  /** Otherwise a handshake takes 40 ms longer, waiting for acknowledgements. */
  @Test
  void shouldSendAtOnce() throws IOException {
    try (Socket socket = new BufferedSocket(new Meter(System::nanoTime))) {
      assertThat(socket.getTcpNoDelay()).isTrue();
    }
  }
}
