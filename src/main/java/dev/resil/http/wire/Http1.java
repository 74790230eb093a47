package dev.resil.http.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** A connection that speaks HTTP/1.1. */
final class Http1 implements Link {
  /** The wait for {@code 100 Continue}, as curl's. */
  private static final int PATIENCE_MILLIS = 1000;

  /** How long a connection is watched for its end before it is used again. */
  private static final int GLANCE_MILLIS = 1;

  private static final int MAX_INTERIM = 100;

  /** Bodies up to this length are sent at once, longer ones in full packets. */
  private static final long SHORT = 1 << 16;

  private final Socket socket;
  private final Runnable closing;
  private final Input in;
  private final Optional<Proxy.Login> proxy;
  private final boolean absolute;
  private Optional<Body> body = Optional.empty();
  private boolean persists;

  /**
   * A connection.
   *
   * @param socket for reading and writing, with TLS if needed
   * @param closing closes the connection; can be called from any thread
   * @param absolute whether requests go to a proxy, with a whole URL
   * @param proxy what is sent to the proxy with each request
   */
  Http1(Socket socket, Runnable closing, boolean absolute, Optional<Proxy.Login> proxy)
      throws IOException {
    this.socket = socket;
    this.closing = closing;
    this.in = new Input(socket.getInputStream());
    this.absolute = absolute;
    this.proxy = proxy;
  }

  @Override
  public Response send(Request request, Observer observer) throws IOException {
    in.next();
    body = Optional.empty();
    persists = false;
    byte[] head = RequestWriter.head(withLogin(request), absolute);
    observer.sending();
    Optional<Head> early = Optional.empty();
    boolean sentAll = false;
    try {
      early = write(request, head, observer);
      sentAll = early.isEmpty();
    } catch (WriteFailedException e) {
      early = Optional.of(afterFailure(e, observer));
    }
    Head answer = early.isPresent() ? early.get() : answer(observer);
    Framing framing = Framing.of(answer, request.method());
    persists = sentAll && Framing.persists(answer, framing);
    body = Optional.of(Body.of(framing, in));
    return new Response(answer, body.get(), !(framing instanceof Framing.UntilClose));
  }

  private Request withLogin(Request request) {
    if (!absolute || proxy.isEmpty() || request.fields().first("Proxy-Authorization").isPresent()) {
      return request;
    }
    Fields fields = request.fields().with("Proxy-Authorization", proxy.get().basic());
    return new Request(request.method(), request.url(), fields, request.content());
  }

  /** Sends a request; a final answer that came before its content, if it was asked to wait. */
  private Optional<Head> write(Request request, byte[] head, Observer observer) throws IOException {
    OutputStream out = new Guarded(socket.getOutputStream());
    long length = request.content().isPresent() ? request.content().get().length() : 0;
    socket.setTcpNoDelay(length <= SHORT);
    if (request.content().isEmpty()) {
      out.write(head);
      return Optional.empty();
    }
    if (request.isCautious()) {
      out.write(head);
      Optional<Head> refusal = awaitContinue(observer);
      if (refusal.isPresent()) {
        return refusal;
      }
      RequestWriter.content(request, out);
      return Optional.empty();
    }
    OutputStream together = new java.io.BufferedOutputStream(out, 1 << 14);
    together.write(head);
    RequestWriter.content(request, together);
    together.flush();
    return Optional.empty();
  }

  /** Waits for permission to send the content; empty if it may be sent. */
  private Optional<Head> awaitContinue(Observer observer) throws IOException {
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      for (int i = 0; i < MAX_INTERIM && in.await(); i++) {
        socket.setSoTimeout(0);
        Head head = HeadReader.read(in);
        if (!head.isInterim()) {
          observer.answering();
          return Optional.of(head);
        } else if (head.status() == 100) {
          return Optional.empty();
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
      }
      return Optional.empty(); // closed: sending fails
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    } finally {
      socket.setSoTimeout(0);
    }
  }

  /** The final answer's head. */
  private Head answer(Observer observer) throws IOException {
    for (int i = 0; i < MAX_INTERIM; i++) {
      if (comes(observer.meter())) {
        observer.answering();
      }
      Head head = HeadReader.read(in);
      if (!head.isInterim()) {
        return head;
      }
    }
    throw new WireException("the server sent more than %d interim answers".formatted(MAX_INTERIM));
  }

  /** Waits for the first byte of an answer; false if the connection was closed. */
  private boolean comes(Meter meter) throws IOException {
    meter.patient(true);
    try {
      return in.await();
    } finally {
      meter.patient(false);
    }
  }

  /**
   * The answer of a server that closed the connection while the request was sent: what it said
   * before is still to be read (RFC 9112, 9.5), such as a status, or the alert of TLS 1.3 that says
   * why it refuses the client.
   */
  private Head afterFailure(WriteFailedException failure, Observer observer) throws IOException {
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      Head head = answer(observer);
      socket.setSoTimeout(0);
      return head;
    } catch (SSLException e) {
      throw e;
    } catch (IOException e) {
      throw in.isTouched() && e instanceof WireException ? e : failure.reason();
    }
  }

  @Override
  public boolean isAnswered() {
    return in.isTouched();
  }

  @Override
  public boolean isReusable() {
    if (!persists || body.isEmpty() || !body.get().isComplete()) {
      return false;
    }
    try {
      socket.setSoTimeout(GLANCE_MILLIS);
      boolean silent = in.isSilent();
      socket.setSoTimeout(0);
      return silent;
    } catch (SocketException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closing.run();
  }

  /** Tells a connection that cannot be written to from content that cannot be read. */
  private static final class Guarded extends OutputStream {
    private final OutputStream out;

    Guarded(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw new WriteFailedException(e);
      }
    }
  }

  /** The connection was closed while the request was sent. */
  private static final class WriteFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    WriteFailedException(IOException reason) {
      super(reason);
    }

    IOException reason() {
      return (IOException) getCause();
    }
  }
}
