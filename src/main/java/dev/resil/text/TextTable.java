package dev.resil.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows in columns with a gap of two between them, each column as wide as its widest cell on a
 * terminal.
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final Set<Integer> numbers;

  /**
   * A table with a heading.
   *
   * @param numbers the columns aligned to the right, from 0
   */
  public TextTable(List<String> heading, Set<Integer> numbers) {
    this.numbers = Set.copyOf(numbers);
    rows.add(List.copyOf(heading));
  }

  /** Adds a row with as many cells as the heading. */
  public void add(List<String> row) {
    rows.add(List.copyOf(row));
  }

  /** How wide the whole table is. */
  public int width() {
    return width(columns());
  }

  /**
   * As many of its first columns as fit.
   *
   * @param width the terminal's, 0 for unlimited
   * @param least how many are shown even if they do not fit
   */
  public String fitting(int width, int least) {
    int count = columns();
    while (width > 0 && count > least && width(count) > width) {
      count--;
    }
    return text(count);
  }

  /** All columns, a line a row. */
  @Override
  public String toString() {
    return text(columns());
  }

  private int columns() {
    return rows.getFirst().size();
  }

  private int width(int count) {
    return IntStream.range(0, count).map(this::columnWidth).sum() + GAP.length() * (count - 1);
  }

  private int columnWidth(int column) {
    return rows.stream().mapToInt(row -> Columns.of(row.get(column))).max().orElse(0);
  }

  private String text(int count) {
    int[] widths = IntStream.range(0, count).map(this::columnWidth).toArray();
    return rows.stream()
        .map(row -> line(row, widths) + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(widths[i] - Columns.of(row.get(i)));
      line.append(numbers.contains(i) ? blanks + row.get(i) : row.get(i) + blanks).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
