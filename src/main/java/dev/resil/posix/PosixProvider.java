package dev.resil.posix;

/**
 * Holds the one {@link Posix}. Its initializer runs while a native image is built, where it makes
 * the image's implementation: the foreign-function one is then not part of the image.
 */
final class PosixProvider {
  static final Posix INSTANCE = new FfmPosix();

  private PosixProvider() {}
}
