package dev.resil.posix;

/**
 * Holds the only {@link Posix}. For a native image, its initializer runs at build time and creates
 * the image's implementation: so the image does not contain the foreign-function one, and a JVM
 * never loads the image's.
 */
final class PosixProvider {
  /** Set in the image builder (itself on a JVM) and in the image. */
  private static final boolean IMAGE =
      System.getProperty("org.graalvm.nativeimage.imagecode") != null;

  static final Posix INSTANCE = IMAGE ? new NativePosix() : new FfmPosix();

  private PosixProvider() {}
}
