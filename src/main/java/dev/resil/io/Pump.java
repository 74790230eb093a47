package dev.resil.io;

/** Moves bytes from one descriptor to another whenever the {@link EventLoop} finds one ready. */
public interface Pump {
  /** The descriptor to wait for now; negative for none. */
  int descriptor();

  /** What to wait for there: {@code POLLIN} or {@code POLLOUT}. */
  short events();

  /** The descriptor is ready, or will never be: moves what can be moved without waiting. */
  void run();
}
