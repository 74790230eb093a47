package dev.resil.http.coding;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A decoder whose errors name the coding, unless the connection failed. */
final class CheckedStream extends FilterInputStream {
  private final String name;
  private final CountedStream received;

  CheckedStream(InputStream decoder, String name, CountedStream received) {
    super(decoder);
    this.name = name;
    this.received = received;
  }

  /** Data that a decoder rejects. */
  private static final class InvalidDataException extends IOException {
    private static final long serialVersionUID = 1L;

    InvalidDataException(String name) {
      super("the response is not valid " + name + ", or was cut off");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (EOFException | InvalidDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw received.failure().orElseGet(() -> new InvalidDataException(name));
    }
  }
}
