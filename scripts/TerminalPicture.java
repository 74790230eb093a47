import java.nio.charset.StandardCharsets;

/**
 * Turns the terminal output of a program (stdin) into a self-contained SVG (stdout): no fonts,
 * scripts or style sheets. Supports the colours 30-37 and 90-97, bold, carriage returns and erasing
 * a line; ignores other sequences.
 */
static final double CELL = 8.4;

static final int LINE = 20;
static final int MARGIN = 16;
static final int BAR = 32;
static final int MIN_COLUMNS = 80;

/** Names of the classes for the colours 30-37 and 90-97. */
static final List<String> COLOURS = List.of("k", "r", "g", "y", "b", "m", "c", "w");

record Cell(String text, String style) {}

record Screen(List<List<Cell>> lines) {
  /** Plays the bytes as a terminal would. */
  static Screen of(String output) {
    List<List<Cell>> lines = new ArrayList<>(List.of(new ArrayList<>()));
    String style = "";
    int column = 0;
    Matcher tokens =
        Pattern.compile("\u001b\\[([0-9;?]*)([A-Za-z])|\u001b.|.", Pattern.DOTALL)
            .matcher(output.replace("\r\n", "\n"));
    while (tokens.find()) {
      List<Cell> line = lines.getLast();
      String token = tokens.group();
      if (tokens.group(2) != null) {
        switch (tokens.group(2)) {
          case "m" -> style = restyled(style, tokens.group(1));
          case "K" -> line.subList(Math.min(column, line.size()), line.size()).clear();
          default -> {}
        }
      } else if (token.equals("\n")) {
        lines.add(new ArrayList<>());
        column = 0;
      } else if (token.equals("\r")) {
        column = 0;
      } else if (token.codePointAt(0) >= ' ') {
        while (line.size() <= column) {
          line.add(new Cell(" ", ""));
        }
        line.set(column++, new Cell(token, style));
      }
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return new Screen(lines);
  }

  private static String restyled(String style, String codes) {
    String now = style;
    for (String code : codes.isEmpty() ? new String[] {"0"} : codes.split(";")) {
      int number = code.isEmpty() ? 0 : Integer.parseInt(code);
      if (number == 0 || number == 39) {
        now = "";
      } else if (number == 1) {
        now = (now + " bold").strip();
      } else if ((number >= 30 && number <= 37) || (number >= 90 && number <= 97)) {
        now = COLOURS.get(number % 10);
      }
    }
    return now;
  }
}

void main(String[] args) throws IOException {
  String output = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
  PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  out.print(svg(Screen.of(output), args.length > 0 ? args[0] : "A terminal"));
}

String svg(Screen screen, String title) {
  int columns = Math.max(MIN_COLUMNS, screen.lines().stream().mapToInt(List::size).max().orElse(0));
  int width = (int) Math.ceil(columns * CELL) + 2 * MARGIN;
  int height = BAR + screen.lines().size() * LINE + MARGIN;
  StringBuilder svg = new StringBuilder();
  svg.append(
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-label="%3$s">
      <title>%3$s</title>
      <style>
      text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#e6edf3;white-space:pre}
      .bold{font-weight:bold} .prompt{fill:#79c0ff;font-weight:bold}
      .k{fill:#6e7681} .r{fill:#ff7b72} .g{fill:#56d364} .y{fill:#e3b341} .b{fill:#79c0ff} .m{fill:#d2a8ff} .c{fill:#56d4dd} .w{fill:#e6edf3}
      </style>
      <rect x=".5" y=".5" width="%4$d" height="%5$d" rx="9" fill="#0d1117" stroke="#6e7681"/>
      <circle cx="20" cy="17" r="5" fill="#ff7b72"/><circle cx="38" cy="17" r="5" fill="#e3b341"/><circle cx="56" cy="17" r="5" fill="#56d364"/>
      """
          .formatted(width, height, escaped(title), width - 1, height - 1));
  int y = BAR + 14;
  for (List<Cell> line : screen.lines()) {
    runs(svg, line, y);
    y += LINE;
  }
  return svg.append("</svg>\n").toString();
}

/** Cells of one style next to each other become one text, stretched to its cells in any font. */
void runs(StringBuilder svg, List<Cell> line, int y) {
  boolean prompt = line.size() > 1 && (line.get(0).text() + line.get(1).text()).equals("$ ");
  for (int start = 0; start < line.size(); ) {
    if (line.get(start).text().isBlank()) {
      start++;
      continue;
    }
    String style = line.get(start).style();
    StringBuilder text = new StringBuilder();
    int end = start;
    while (end < line.size() && line.get(end).style().equals(style)) {
      text.append(line.get(end++).text());
    }
    String shown = text.toString().stripTrailing();
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\"%s>%s</text>\n",
            MARGIN + start * CELL,
            y,
            shown.codePointCount(0, shown.length()) * CELL,
            classed(style.isEmpty() && prompt ? "prompt" : style),
            escaped(shown)));
    start = end;
  }
}

String classed(String style) {
  return style.isEmpty() ? "" : " class=\"" + style + "\"";
}

String escaped(String text) {
  return text.replace("&", "&amp;")
      .replace("<", "&lt;")
      .replace(">", "&gt;")
      .replace("\"", "&quot;");
}
