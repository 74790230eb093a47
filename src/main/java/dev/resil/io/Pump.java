package dev.resil.io;

/** Moves bytes from one descriptor to another whenever the {@link EventLoop} finds one ready. */
public interface Pump {
  /** The descriptor to wait for; negative for none. */
  int descriptor();

  /** The event to wait for: {@code POLLIN} or {@code POLLOUT}. */
  short events();

  /** Whether it has work to do without waiting for its descriptor. */
  default boolean isBusy() {
    return false;
  }

  /**
   * Moves as many bytes as possible without waiting, and works for some milliseconds at most.
   * Called when the descriptor is ready, or never will be, or when the pump is busy.
   */
  void run();
}
