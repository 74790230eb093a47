import java.util.List;

/** Draws the states of a circuit breaker as SVG on stdout: java scripts/BreakerPicture.java >docs/images/breaker.svg */
final class BreakerPicture {
  private static final int WIDTH = 840;
  private static final int HEIGHT = 380;
  private static final int BOX_WIDTH = 220;
  private static final int BOX_HEIGHT = 84;
  private static final int LINE = 18;

  private record State(String name, int x, int y, String fill, List<String> lines) {
    int right() {
      return x + BOX_WIDTH;
    }

    int bottom() {
      return y + BOX_HEIGHT;
    }

    int middle() {
      return x + BOX_WIDTH / 2;
    }
  }

  private enum Anchor {
    START,
    MIDDLE,
    END
  }

  private static final State CLOSED =
      new State("CLOSED", 30, 50, "#d7f0dd", List.of("calls are permitted,", "failures are counted"));
  private static final State OPEN =
      new State("OPEN", 590, 50, "#f8d7d5", List.of("calls are rejected,", "nothing is run"));
  private static final State HALF_OPEN =
      new State("HALF_OPEN", 310, 266, "#fbeecb", List.of("3 calls at a time are", "permitted as probes"));

  private final StringBuilder svg = new StringBuilder();

  public static void main(String[] args) {
    System.out.print(new BreakerPicture().draw());
  }

  private String draw() {
    add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-labelledby=\"title\" font-family=\"sans-serif\" font-size=\"13\">"
        .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
    add("<title id=\"title\">A breaker's states: CLOSED, OPEN, HALF_OPEN, and the transitions between them</title>");
    add("<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8Z\" fill=\"#444\"/></marker></defs>");
    add("<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#fff\"/>".formatted(WIDTH, HEIGHT));
    arrow("M%d %dL%d %d".formatted(CLOSED.right(), CLOSED.y() + 30, OPEN.x() - 2, OPEN.y() + 30));
    label(WIDTH / 2, CLOSED.y() - 6, Anchor.MIDDLE, "5 failures in a row (--failure-threshold),", "or too many in a window (--failure-rate)");
    arrow("M%d %dC%d %d %d %d %d %d".formatted(OPEN.middle() + 40, OPEN.bottom(), OPEN.middle() + 40, 290, OPEN.x(), 318, HALF_OPEN.right() + 2, 318));
    label(OPEN.middle() + 4, 216, Anchor.END, "after 30 s", "(--recovery-timeout)");
    arrow("M%d %dL%d %d".formatted(HALF_OPEN.right() - 30, HALF_OPEN.y(), OPEN.x() + 30, OPEN.bottom() + 2));
    label(HALF_OPEN.right() + 26, 196, Anchor.END, "a probe fails");
    arrow("M%d %dC%d %d %d %d %d %d".formatted(HALF_OPEN.x(), 318, CLOSED.right(), 318, CLOSED.middle() - 40, 290, CLOSED.middle() - 40, CLOSED.bottom() + 2));
    label(CLOSED.middle() - 4, 196, Anchor.START, "2 probes succeed", "(--success-threshold)");
    List.of(CLOSED, OPEN, HALF_OPEN).forEach(this::box);
    add("</svg>");
    return svg.toString();
  }

  private void box(State state) {
    add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"10\" fill=\"%s\" stroke=\"#444\"/>"
        .formatted(state.x(), state.y(), BOX_WIDTH, BOX_HEIGHT, state.fill()));
    add("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-size=\"15\" font-weight=\"bold\" fill=\"#222\">%s</text>"
        .formatted(state.middle(), state.y() + 26, state.name()));
    label(state.middle(), state.y() + 48, Anchor.MIDDLE, state.lines().toArray(String[]::new));
  }

  private void arrow(String path) {
    add("<path d=\"%s\" fill=\"none\" stroke=\"#444\" stroke-width=\"1.5\" marker-end=\"url(#tip)\"/>".formatted(path));
  }

  private void label(int x, int y, Anchor anchor, String... lines) {
    for (int i = 0; i < lines.length; i++) {
      add("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#222\">%s</text>"
          .formatted(x, y + i * LINE, anchor.name().toLowerCase(), lines[i]));
    }
  }

  private void add(String element) {
    svg.append(element).append('\n');
  }
}
