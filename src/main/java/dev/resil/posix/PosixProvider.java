package dev.resil.posix;

/**
 * Holds the one {@link Posix}. Its initializer runs while a native image is built, where it makes
 * the image's implementation: the foreign-function one is then not part of the image, and a JVM
 * loads nothing of the image's.
 */
final class PosixProvider {
  /** Set by the image builder, which runs on a JVM itself, and in the image. */
  private static final boolean IMAGE =
      System.getProperty("org.graalvm.nativeimage.imagecode") != null;

  static final Posix INSTANCE = IMAGE ? new NativePosix() : new FfmPosix();

  private PosixProvider() {}
}
