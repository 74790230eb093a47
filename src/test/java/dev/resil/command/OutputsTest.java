package dev.resil.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.io.EventLoop;
import dev.resil.posix.Posix;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputsTest {
  private static final int STDERR = 2;
  private static final int ENOSPC = 28;

  /** A stderr that accepts some bytes, and no folder to keep output in. */
  private static final class Full extends PipesPosix {
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final int room;

    Full(int room) {
      this.room = room;
    }

    @Override
    public long seek(int descriptor, long offset, int whence) {
      return descriptor == STDERR ? 0 : super.seek(descriptor, offset, whence);
    }

    @Override
    public int write(int descriptor, byte[] buffer, int offset, int length) {
      if (descriptor != STDERR) {
        return super.write(descriptor, buffer, offset, length);
      }
      int count = Math.min(length, room - stderr.size());
      stderr.write(buffer, offset, count);
      return count == 0 ? -ENOSPC : count;
    }

    @Override
    public int temporaryFile(String folder) {
      return -ENOSPC;
    }

    @Override
    public String message(int errno) {
      return Posix.get().message(errno);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100000000 | its output is on stderr",
        "  3000000 | part of its output was lost",
        "        0 | part of its output was lost",
      })
  void shouldReportOutputThatCannotBeKept(int room, String rest) throws Exception {
    Full posix = new Full(room);
    EventLoop events = EventLoop.open(posix);
    StreamPolicy policy =
        new StreamPolicy(
            StdinMode.AUTO,
            false,
            StdoutMode.FINAL,
            StderrMode.LIVE,
            false,
            Set.of(),
            false,
            false);
    Outputs outputs =
        new Outputs(posix, events, policy, Optional.empty(), Optional.empty(), "/full");
    outputs.open();
    byte[] bytes = "0123456789abcde\n".repeat(2500).getBytes(StandardCharsets.UTF_8);
    int written = 0;
    while (!outputs.failed()) {
      int count = posix.write(outputs.stdout(), bytes, 0, bytes.length);
      written += Math.max(0, count);
      events.await(0, () -> true);
    }
    outputs.opened();
    assertThat(outputs.ended())
        .hasValue("cannot keep its output in /full: No space left on device; " + rest);
    assertThat(posix.stderr.size()).isEqualTo(Math.min(room, written));
  }
}
