package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/**
 * Sends signals as a user does. The shell's own {@code kill}: the program is not on every Debian.
 */
final class Kill {
  private Kill() {}

  /** Sends a signal, such as {@code TERM}, to a process. */
  static void send(String signal, long pid) throws IOException, InterruptedException {
    List<String> command = List.of("sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(pid));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
