package dev.resil.outage;

import dev.resil.outage.Outage.Manner;
import java.util.EnumMap;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the requests per second of an {@link Outage} as SVG. */
final class OutagePicture {
  private static final int WIDTH = 840;
  private static final int HEIGHT = 380;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 50;
  private static final int BOTTOM = 50;
  private static final int HIGHEST = 1200;
  private static final Map<Manner, String> COLOURS =
      new EnumMap<>(
          Map.of(
              Manner.PLAIN, "#c0392b",
              Manner.BACKOFF, "#d68910",
              Manner.BREAKER, "#1f618d",
              Manner.BUDGET, "#1e8449"));

  private final Formatter svg = new Formatter(Locale.ROOT);

  static String of(Map<Manner, Outage.Result> results) {
    return new OutagePicture().draw(results);
  }

  private String draw(Map<Manner, Outage.Result> results) {
    svg.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " role=\"img\" aria-labelledby=\"title\" font-family=\"sans-serif\""
            + " font-size=\"13\">\n",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    svg.format(
        "<title id=\"title\">Requests per second of 1,000 clients at a failing service</title>\n");
    svg.format("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH, HEIGHT);
    double down = x(Outage.DOWN_FROM);
    svg.format(
        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#f2f2f2\"/>\n",
        down, TOP, x(Outage.DOWN_TO) - down, HEIGHT - TOP - BOTTOM);
    text((down + x(Outage.DOWN_TO)) / 2, TOP + 16, "middle", "#666", "the service is down");
    for (int requests = 0; requests <= HIGHEST; requests += 200) {
      svg.format(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
          LEFT, WIDTH - RIGHT, y(requests), y(requests));
      text(LEFT - 8, y(requests) + 4, "end", "#444", Integer.toString(requests));
    }
    for (int second = 0; second <= Outage.SECONDS; second += 30) {
      text(x(second), HEIGHT - BOTTOM + 18, "middle", "#444", second + " s");
    }
    text(LEFT, 20, "start", "#222", "requests per second at the service");
    results.forEach(this::line);
    legend(List.copyOf(results.keySet()));
    svg.format("</svg>\n");
    return svg.toString();
  }

  private void line(Manner manner, Outage.Result result) {
    StringBuilder points = new StringBuilder();
    for (int second = 0; second < Outage.SECONDS; second++) {
      points.append(
          String.format(
              Locale.ROOT,
              "%s%.1f,%.1f",
              second == 0 ? "" : " ",
              x(second + 0.5),
              y(result.requests().get(second))));
    }
    svg.format(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n",
        points, COLOURS.get(manner));
  }

  private void legend(List<Manner> manners) {
    int y = TOP + 50;
    for (Manner manner : manners) {
      svg.format(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"3\"/>\n",
          WIDTH - 250, WIDTH - 222, y, y, COLOURS.get(manner));
      text(WIDTH - 214, y + 4, "start", "#222", manner.title);
      y += 20;
    }
  }

  private static double x(double second) {
    return LEFT + second * (WIDTH - LEFT - RIGHT) / Outage.SECONDS;
  }

  private static double y(int requests) {
    return HEIGHT - BOTTOM - (double) requests * (HEIGHT - TOP - BOTTOM) / HIGHEST;
  }

  private void text(double x, double y, String anchor, String colour, String words) {
    svg.format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
        x, y, anchor, colour, words);
  }
}
