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

/**
 * The times of the events of one request, including redirects. Written by one thread, read by two.
 */
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

  /** The headers as received, before any change. */
  Headers received() {
    return received;
  }

  void received(Headers headers) {
    received = headers;
  }

  /** Whether any part of a request was sent, so that a server may have acted on it. */
  boolean sent() {
    return sent;
  }

  /** Whether a connection is established, including TLS if needed. */
  boolean reached() {
    return reached;
  }

  /** Whether a TLS handshake is under way. */
  boolean securing() {
    return securing && secured.isEmpty();
  }

  /** When the wait for a connection began, on {@link System#nanoTime}; empty if connected. */
  OptionalLong connectingSince() {
    return reached ? OptionalLong.empty() : OptionalLong.of(connecting);
  }

  Optional<InetSocketAddress> remote() {
    return remote;
  }

  Transfer.Times times() {
    return new Transfer.Times(name, connected, secured, firstByte, now().orElseThrow());
  }

  /** Called on a redirect, whose request may need another connection. */
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
    // the caller gets the exception
  }
}
