package dev.resil.stats;

import dev.resil.text.Printable;

/** HTML and SVG as text. */
final class Markup {
  private Markup() {}

  /** Escapes text of unknown origin for content and quoted attribute values. */
  static String escaped(String text) {
    return Printable.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A rectangle with a tooltip. */
  static String bar(String style, double x, double y, double width, double height, String title) {
    return "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>"
        .formatted(style, number(x), number(y), number(width), number(height), escaped(title));
  }

  /** A line of text. */
  static String label(double x, double y, String anchor, String text) {
    return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
        .formatted(number(x), number(y), anchor, escaped(text));
  }

  /** A drawing. */
  static String svg(int width, int height, String description, String content) {
    return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%s</svg>\n"
        .formatted(width, height, escaped(description), content);
  }

  /** A number to a tenth of a pixel, independent of the locale. */
  private static String number(double value) {
    long tenths = Math.round(value * 10);
    return tenths / 10 + (tenths % 10 == 0 ? "" : "." + Math.abs(tenths % 10));
  }
}
