package dev.resil.wait.check;

import dev.resil.outcome.Fault;
import dev.resil.wait.Answer;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The greeting of MySQL and MariaDB, which the server sends first: protocol 10. */
final class MySql {
  private static final int PROTOCOL = 10;
  private static final int ERROR = 0xff;

  /** No greeting is longer; what is, is from another server. */
  private static final int LONGEST = 1024;

  private MySql() {}

  /** Reads the greeting. */
  static Answer greeting(Socket socket) throws IOException {
    byte[] packet;
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
      in.readUnsignedByte(); // its number
      if (length < 1 || length > LONGEST) {
        return ConnectionCheck.failed(Fault.READ, "does not speak MySQL's protocol");
      }
      packet = new byte[length];
      in.readFully(packet);
    } catch (EOFException e) {
      return ConnectionCheck.failed(Fault.READ, "closed the connection without a greeting");
    } catch (IOException e) {
      return ConnectionCheck.failed(Fault.READ, "no greeting: " + e.getMessage());
    }
    return switch (packet[0] & 0xff) {
      case PROTOCOL ->
          Answer.holds("answers as version " + text(packet, 1).replaceFirst("^5\\.5\\.5-", ""));
      case ERROR ->
          ConnectionCheck.failed(
              Fault.READ, "refuses: " + text(packet, Math.min(3, packet.length)));
      default -> ConnectionCheck.failed(Fault.READ, "does not speak MySQL's protocol");
    };
  }

  /** A text that ends with a NUL, or with the packet. */
  private static String text(byte[] packet, int from) {
    int end = from;
    while (end < packet.length && packet[end] != 0) {
      end++;
    }
    return new String(packet, from, end - from, StandardCharsets.UTF_8);
  }
}
