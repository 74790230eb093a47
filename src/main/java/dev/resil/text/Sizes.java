package dev.resil.text;

import java.util.Locale;

/** Sizes for people, in powers of 1024 (IEC 80000-13). */
public final class Sizes {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final int STEP = 1024;

  private Sizes() {}

  /** A number of bytes, not negative, to three digits or so: {@code 999 B}, {@code 1.5 MiB}. */
  public static String format(long bytes) {
    double value = bytes;
    int unit = 0;
    // 1023.6 KiB would be rounded to 1024
    while (value >= STEP - 0.5 && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    String digits = unit == 0 || value >= 100 ? "%.0f" : "%.1f";
    return String.format(Locale.ROOT, digits, value) + " " + UNITS[unit];
  }
}
