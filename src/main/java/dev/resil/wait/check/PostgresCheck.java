package dev.resil.wait.check;

import dev.resil.http.wire.Connector;
import dev.resil.http.wire.Lifeline;
import dev.resil.outcome.Fault;
import dev.resil.text.IoReason;
import dev.resil.wait.Answer;
import dev.resil.wait.Condition;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/**
 * Begins a session as pg_isready does, and ends it at the server's first answer: whatever it is,
 * the server is ready, except for "the database system is starting up" (57P03). A server that
 * closes the connection instead is asked whether it speaks TLS only.
 */
final class PostgresCheck implements Check {
  private static final int PROTOCOL = 3 << 16;
  private static final int SSL_REQUEST = 80877103;
  private static final int LONGEST = 1 << 16;

  /** The SQLSTATE "cannot connect now". */
  private static final String NOT_NOW = "57P03";

  private final Condition.Database database;
  private final Lifeline lifeline = new Lifeline();

  PostgresCheck(Condition.Database database) {
    this.database = database;
  }

  @Override
  public void cancel() {
    lifeline.cut();
  }

  @Override
  public Answer answer() throws IOException {
    try {
      return startup(open());
    } catch (EOFException e) {
      return secured();
    } catch (UnknownHostException e) {
      return ConnectionCheck.failed(Fault.DNS, "the name cannot be resolved");
    } catch (IOException e) {
      return ConnectionCheck.failed(Fault.CONNECT, IoReason.of(e));
    } finally {
      lifeline.cut();
    }
  }

  private Socket open() throws IOException {
    return Connector.connect(database.place().host(), database.place().port(), lifeline);
  }

  private Answer startup(Socket socket) throws IOException {
    String user = database.user().isEmpty() ? "postgres" : database.user();
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    for (String word :
        new String[] {
          "user", user, "database", database.database().isEmpty() ? user : database.database()
        }) {
      words.writeBytes(word.getBytes(StandardCharsets.UTF_8));
      words.write(0);
    }
    words.write(0);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(message);
    head.writeInt(8 + words.size());
    head.writeInt(PROTOCOL);
    words.writeTo(head);
    out.write(message.toByteArray());
    out.flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int kind = in.readUnsignedByte();
    int length = in.readInt() - 4;
    if (length < 0 || length > LONGEST) {
      return unknown();
    }
    byte[] body = new byte[length];
    in.readFully(body);
    return switch (kind) {
      case 'R', 'v' -> Answer.holds("answers");
      case 'E' -> error(new String(body, StandardCharsets.UTF_8));
      default -> unknown();
    };
  }

  private static Answer unknown() {
    return ConnectionCheck.failed(Fault.READ, "does not speak PostgreSQL's protocol");
  }

  /** Fields that begin with a letter and end with a NUL. */
  private static Answer error(String fields) {
    String state = "";
    String message = "";
    for (String field : fields.split("\0", -1)) {
      if (field.startsWith("C")) {
        state = field.substring(1);
      } else if (field.startsWith("M")) {
        message = field.substring(1);
      }
    }
    return state.equals(NOT_NOW)
        ? ConnectionCheck.failed(Fault.READ, message)
        : Answer.holds("answers: " + message);
  }

  private Answer secured() {
    try {
      Socket socket = open();
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeLong(8L << 32 | SSL_REQUEST);
      out.flush();
      return socket.getInputStream().read() == 'S'
          ? Answer.holds("answers, with TLS only")
          : ConnectionCheck.failed(Fault.READ, "closed the connection without an answer");
    } catch (IOException e) {
      return ConnectionCheck.failed(Fault.CONNECT, IoReason.of(e));
    }
  }
}
