package dev.resil.wait.check;

import dev.resil.files.UserPath;
import dev.resil.http.wire.Connector;
import dev.resil.http.wire.Lifeline;
import dev.resil.http.wire.UnixSocket;
import dev.resil.outcome.Fault;
import dev.resil.outcome.Outcome;
import dev.resil.text.IoReason;
import dev.resil.wait.Answer;
import dev.resil.wait.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.UnknownHostException;

/** A check that needs a connection. */
final class ConnectionCheck implements Check {
  private final Opening opening;
  private final Talk talk;
  private final Lifeline lifeline = new Lifeline();

  /** Opens a connection. */
  interface Opening {
    Socket open(Lifeline lifeline) throws IOException;
  }

  /** Uses a connection. */
  interface Talk {
    /** Accepting the connection is enough. */
    Talk NONE = _ -> Answer.holds("accepts connections");

    /** What the server says. */
    Answer with(Socket socket) throws IOException;
  }

  private ConnectionCheck(Opening opening, Talk talk) {
    this.opening = opening;
    this.talk = talk;
  }

  static ConnectionCheck tcp(Endpoint place, Talk talk) {
    return new ConnectionCheck(
        lifeline -> Connector.connect(place.host(), place.port(), lifeline), talk);
  }

  static ConnectionCheck unix(UserPath path) {
    UnixSocket place = new UnixSocket(path.path(), path.shown());
    return new ConnectionCheck(
        lifeline -> {
          try {
            return Connector.connect(place, lifeline);
          } catch (ConnectException e) {
            throw new IOException(e.getMessage().replace(place.shown() + ": ", ""), e);
          }
        },
        Talk.NONE);
  }

  @Override
  public Answer answer() throws IOException {
    try {
      Socket socket;
      try {
        socket = opening.open(lifeline);
      } catch (UnknownHostException e) {
        return failed(Fault.DNS, "the name cannot be resolved");
      } catch (IOException e) {
        return failed(Fault.CONNECT, IoReason.of(e));
      }
      return talk.with(socket);
    } finally {
      lifeline.cut();
    }
  }

  @Override
  public void cancel() {
    lifeline.cut();
  }

  static Answer failed(Fault fault, String reason) {
    return Answer.fails(reason, new Outcome.Unanswered(fault, reason));
  }
}
