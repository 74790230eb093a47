import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The server of the demo: answers 503 twice and 200 from then on. Writes the port chosen by the
 * system to stdout, listens on loopback only, and exits after a minute at the latest.
 */
static final int FAILURES = 2;

static final AtomicInteger requests = new AtomicInteger();

void main() throws IOException, InterruptedException {
  HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
  server.createContext("/", this::answer);
  server.start();
  IO.println(server.getAddress().getPort());
  Thread.sleep(Duration.ofMinutes(1));
  System.exit(0);
}

void answer(HttpExchange exchange) throws IOException {
  int request = requests.incrementAndGet();
  boolean ready = request > FAILURES;
  byte[] body = (ready ? "Hello from request " + request + "!\n" : "").getBytes();
  try (exchange) {
    exchange.sendResponseHeaders(ready ? 200 : 503, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
