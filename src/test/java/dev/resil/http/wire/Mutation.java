package dev.resil.http.wire;

import java.util.Arrays;
import java.util.Random;

/** Answers with some bytes changed, added or cut off. */
public final class Mutation {
  private static final byte[] ODD = {0, 9, 10, 11, 13, 32, 44, 45, 48, 57, 58, 59, 127, -1, -61};

  private Mutation() {}

  /** A mutated copy. */
  public static byte[] of(byte[] answer, Random random) {
    byte[] bytes = Arrays.copyOf(answer, answer.length);
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = ODD[random.nextInt(ODD.length)];
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
          System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
          longer[at] = ODD[random.nextInt(ODD.length)];
          bytes = longer;
        }
      }
    }
    return bytes;
  }
}
