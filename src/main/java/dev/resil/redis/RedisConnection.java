package dev.resil.redis;

import dev.resil.state.RecordFormat;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.PushConsumerChainImpl;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisInputStream;
import redis.clients.jedis.util.RedisOutputStream;

/**
 * A connection to one server. Authentication and database selection cost no round trip of their
 * own: they are sent with the first commands.
 */
final class RedisConnection implements AutoCloseable {
  /** Servers, proxies and load balancers close connections only when idle for longer. */
  private static final Duration SURELY_THERE = Duration.ofSeconds(5);

  /**
   * So much fits into the socket's buffer, which is empty after an answer: Linux gives it 16 KiB or
   * more, unless set up otherwise.
   */
  private static final int NEVER_BLOCKS = 8192;

  private final Socket socket;
  private final RedisOutputStream out;
  private final RedisInputStream in;
  private List<RedisCommand> greetings;

  /** The number of replies still to come to {@link #post}ed commands. */
  private int owed;

  /** The length of these. */
  private int posted;

  private long lastReply;

  private RedisConnection(Socket socket, List<RedisCommand> greetings) throws IOException {
    this.socket = socket;
    this.out = new RedisOutputStream(socket.getOutputStream());
    this.in = new BoundedInput(socket.getInputStream());
    this.greetings = greetings;
  }

  /**
   * Connects, with TLS if there is a socket factory for it.
   *
   * @param timeout of connecting, and of each read
   */
  static RedisConnection open(
      RedisHost host,
      Optional<SSLSocketFactory> tls,
      RedisCredentials credentials,
      int database,
      Duration timeout)
      throws IOException {
    Socket socket = new Socket();
    try {
      int millis = Math.toIntExact(timeout.toMillis());
      socket.setSoTimeout(millis);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      socket.connect(new InetSocketAddress(host.name(), host.port()), millis);
      Socket used = tls.isPresent() ? secured(socket, host, tls.get()) : socket;
      return new RedisConnection(used, greetings(credentials, database));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(Socket socket, RedisHost host, SSLSocketFactory tls)
      throws IOException {
    SSLSocket secured = (SSLSocket) tls.createSocket(socket, host.name(), host.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    // the certificate must be for this host (RFC 2818, section 3.1)
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private static List<RedisCommand> greetings(RedisCredentials credentials, int database) {
    List<RedisCommand> greetings = new ArrayList<>();
    if (credentials.arePresent()) {
      greetings.add(
          credentials.user().isEmpty()
              ? RedisCommand.of(Protocol.Command.AUTH, credentials.password())
              : RedisCommand.of(Protocol.Command.AUTH, credentials.user(), credentials.password()));
    }
    if (database != 0) {
      greetings.add(RedisCommand.of(Protocol.Command.SELECT, database));
    }
    return greetings;
  }

  /**
   * Sends commands in one write and reads their replies.
   *
   * @return a reply for each command; an error reply is a {@link JedisDataException}
   * @throws JedisDataException if authentication failed
   */
  Replies exchange(List<RedisCommand> commands) throws IOException {
    List<RedisCommand> first = greetings;
    greetings = List.of();
    for (RedisCommand greeting : first) {
      Protocol.sendCommand(out, greeting.encoded());
    }
    for (RedisCommand command : commands) {
      Protocol.sendCommand(out, command.encoded());
    }
    long sentAt = System.nanoTime();
    out.flush();
    for (; owed > 0; owed--) {
      read();
    }
    for (int i = 0; i < first.size(); i++) {
      if (read() instanceof JedisDataException error) {
        throw error;
      }
    }
    List<Object> replies = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      replies.add(read());
    }
    lastReply = System.nanoTime();
    posted = 0;
    return new Replies(replies, sentAt);
  }

  /**
   * Sends a command without waiting for its reply, if the server answered so recently that the
   * connection is certainly alive.
   *
   * @param mayBlock whether to send it even if that may block
   * @return whether it was sent
   */
  boolean post(RedisCommand command, boolean mayBlock) throws IOException {
    boolean isThere =
        greetings.isEmpty()
            && lastReply != 0
            && System.nanoTime() - lastReply < SURELY_THERE.toNanos();
    int length = posted + command.length();
    if (isThere && (mayBlock || length <= NEVER_BLOCKS)) {
      posted = length;
      Protocol.sendCommand(out, command.encoded());
      out.flush();
      owed++;
      return true;
    }
    return false;
  }

  /** The next reply or message; an error reply is returned, not thrown. */
  Object read() {
    try {
      Object reply = Protocol.read(in, PushConsumerChainImpl.of());
      return reply == null ? new byte[0] : reply;
    } catch (JedisDataException e) {
      return e;
    }
  }

  void setTimeout(Duration timeout) throws IOException {
    socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing is lost
    }
  }

  /** No reply is longer than a record with its tag: a longer one is not from Redis. */
  private static final class BoundedInput extends RedisInputStream {
    private static final int LONGEST = RecordFormat.MAX_BYTES + TaggedRecord.TAG + 1;

    BoundedInput(InputStream in) {
      super(in);
    }

    @Override
    public int readIntCrLf() {
      int length = super.readIntCrLf();
      if (length > LONGEST) {
        throw new JedisConnectionException("a reply of %d bytes".formatted(length));
      }
      return length;
    }
  }
}
