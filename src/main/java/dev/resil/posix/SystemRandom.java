package dev.resil.posix;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.List;
import java.util.Map;

/**
 * Random numbers from the system for everything in the JDK that asks for a {@link
 * java.security.SecureRandom}. The JDK's own reads {@code /dev/urandom}, which a bare chroot lacks.
 */
public final class SystemRandom extends SecureRandomSpi {
  private static final long serialVersionUID = 1L;

  private static final String NAME = "resil";

  /** The most that {@link Posix#random} gives at once. */
  private static final int MAX = 256;

  private SystemRandom() {}

  /** Makes the JDK use the system's random numbers; call it before the first are needed. */
  public static void provide() {
    if (Security.getProvider(NAME) == null) {
      Security.insertProviderAt(new OfSystem(), 1);
    }
  }

  @Override
  protected void engineSetSeed(byte[] seed) {}

  @Override
  protected void engineNextBytes(byte[] bytes) {
    for (int start = 0; start < bytes.length; start += MAX) {
      byte[] some = new byte[Math.min(MAX, bytes.length - start)];
      Posix.get().random(some);
      System.arraycopy(some, 0, bytes, start, some.length);
    }
  }

  @Override
  protected byte[] engineGenerateSeed(int size) {
    byte[] seed = new byte[size];
    engineNextBytes(seed);
    return seed;
  }

  /** A provider that needs no reflection. */
  private static final class OfSystem extends Provider {
    private static final long serialVersionUID = 1L;

    OfSystem() {
      super(NAME, "1", "random numbers of the system");
      putService(
          new Service(
              this,
              "SecureRandom",
              "System",
              SystemRandom.class.getName(),
              List.of(),
              Map.of("ThreadSafe", "true")) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
              return new SystemRandom();
            }
          });
    }
  }
}
