package dev.resil.http;

import dev.resil.run.Transfer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Request;

/** What happened when to one request, redirects included. Written by one thread, read by two. */
final class Timeline extends EventListener {
  private final long began = System.nanoTime();
  private volatile long connecting = began;
  private volatile Optional<Duration> name = Optional.empty();
  private volatile Optional<Duration> connected = Optional.empty();
  private volatile Optional<Duration> secured = Optional.empty();
  private volatile Optional<Duration> firstByte = Optional.empty();
  private volatile Optional<InetSocketAddress> remote = Optional.empty();
  private volatile boolean securing;
  private volatile boolean sent;
  private volatile boolean reached;
  private volatile Headers received = Headers.EMPTY;

  private Optional<Duration> now() {
    return Optional.of(Duration.ofNanos(System.nanoTime() - began));
  }

  /** The headers as they came, before anybody changed them. */
  Headers received() {
    return received;
  }

  void received(Headers headers) {
    received = headers;
  }

  /** Whether anything of a request was sent: a server may have acted on it. */
  boolean sent() {
    return sent;
  }

  /** Whether a connection is up, and secure where it has to be. */
  boolean reached() {
    return reached;
  }

  /** Whether the handshake of TLS began, and has not ended. */
  boolean securing() {
    return securing && secured.isEmpty();
  }

  /** Since when a connection is waited for, on {@link System#nanoTime}; empty where it is up. */
  OptionalLong connectingSince() {
    return reached ? OptionalLong.empty() : OptionalLong.of(connecting);
  }

  Optional<InetSocketAddress> remote() {
    return remote;
  }

  Transfer.Times times() {
    return new Transfer.Times(name, connected, secured, firstByte, now().orElseThrow());
  }

  /** The next request of a chain of redirects may need another connection. */
  void redirected() {
    connecting = System.nanoTime();
    reached = false;
    securing = false;
  }

  @Override
  public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
    name = now();
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    remote = Optional.of(address);
  }

  @Override
  public void secureConnectStart(Call call) {
    connected = now();
    securing = true;
    secured = Optional.empty();
  }

  @Override
  public void secureConnectEnd(Call call, Handshake handshake) {
    secured = now();
  }

  @Override
  public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol) {
    remote = Optional.of(address);
    if (!securing) {
      connected = now();
    }
  }

  @Override
  public void requestHeadersStart(Call call) {
    reached = true;
    sent = true;
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    firstByte = Optional.empty();
  }

  @Override
  public void responseHeadersStart(Call call) {
    firstByte = now();
  }

  @Override
  public void responseFailed(Call call, IOException e) {
    // the exception reaches whoever made the call
  }
}
