package dev.resil.io;

/** Moves bytes from one descriptor to another whenever the {@link EventLoop} finds one ready. */
public interface Pump {
  /** The descriptor to wait for; negative for none. */
  int descriptor();

  /** The event to wait for: {@code POLLIN} or {@code POLLOUT}. */
  short events();

  /**
   * Moves as many bytes as possible without waiting. Called when the descriptor is ready, or never
   * will be.
   */
  void run();
}
