package dev.resil.http;

import dev.resil.http.wire.Meter;
import dev.resil.http.wire.Observer;
import dev.resil.run.Transfer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The times of the events of one request, including redirects. Written by one thread, read by two.
 */
final class Timeline implements Observer {
  private final long began = System.nanoTime();
  private final Meter meter = new Meter(System::nanoTime);
  private volatile long connecting = began;
  private volatile Optional<Duration> name = Optional.empty();
  private volatile Optional<Duration> connected = Optional.empty();
  private volatile Optional<Duration> secured = Optional.empty();
  private volatile Optional<Duration> firstByte = Optional.empty();
  private volatile Optional<InetSocketAddress> remote = Optional.empty();
  private volatile Optional<InetSocketAddress> local = Optional.empty();
  private volatile Optional<Duration> ready = Optional.empty();
  private volatile Duration redirected = Duration.ZERO;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean securing;
  private volatile boolean sent;
  private volatile boolean reached;

  private Optional<Duration> now() {
    return Optional.of(Duration.ofNanos(System.nanoTime() - began));
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
  boolean isSecuring() {
    return securing && secured.isEmpty();
  }

  /** When the wait for a connection began, on {@link System#nanoTime}; empty if connected. */
  OptionalLong connectingSince() {
    return reached ? OptionalLong.empty() : OptionalLong.of(connecting);
  }

  Optional<InetSocketAddress> remote() {
    return remote;
  }

  /** What only {@code --write-out} shows. */
  Details details() {
    return new Details(local, ready, redirected, connections.get());
  }

  /**
   * Details of the connections.
   *
   * @param local the own address of the last one
   * @param ready when the last request was about to be sent
   * @param redirected when the last request began
   * @param connections how many there were
   */
  record Details(
      Optional<InetSocketAddress> local,
      Optional<Duration> ready,
      Duration redirected,
      int connections) {}

  Transfer.Times times() {
    return new Transfer.Times(name, connected, secured, firstByte, now().orElseThrow());
  }

  /** Called on a redirect, whose request may need another connection. */
  void redirected() {
    redirected = now().orElseThrow();
    connecting = System.nanoTime();
    reached = false;
    securing = false;
  }

  @Override
  public Meter meter() {
    return meter;
  }

  @Override
  public void resolved() {
    name = now();
  }

  @Override
  public void connecting(InetSocketAddress address) {
    remote = Optional.of(address);
  }

  @Override
  public void connected(InetSocketAddress address, InetSocketAddress own) {
    remote = Optional.of(address).filter(place -> place.getPort() != 0);
    local = Optional.of(own).filter(place -> place.getPort() != 0);
    connections.incrementAndGet();
    connected = now();
  }

  @Override
  public void securing() {
    securing = true;
    secured = Optional.empty();
  }

  @Override
  public void secured() {
    secured = now();
  }

  @Override
  public void sending() {
    reached = true;
    sent = true;
    ready = now();
    firstByte = Optional.empty();
  }

  @Override
  public void answering() {
    firstByte = now();
  }
}
