package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares terminal output with the files in {@code src/test/resources/golden}, which {@code
 * -Dgolden.write=true} updates. Lines break as on the terminal; a colour is shown as {@code <31>},
 * its end as {@code <0>}, and parts that vary from run to run as ….
 */
class GoldenIT {
  private static final Path GOLDEN = DocPage.PROJECT.resolve("src/test/resources/golden");

  private static final String SHOW =
      """
      show() { printf '$ resil %s\\n' "$*"; "$RESIL" "$@"; }
      """;

  private static final String RUNS =
      """
      show run -b 1ms -j 0 -- sh -c 'exit $((3 - RESIL_ATTEMPT))'
      show run -n 2 -b 1ms -j 0 -t 20ms -- sleep 9
      show run -n 1 -- sh -c 'kill -9 $$'
      show run -- no-such-command
      show run --breaker payments -- charge
      show run --breaker payments --when-open skip -- charge
      show run -n 1 --fallback 'echo instead' -- false
      show run --max-attempt 3 -- true
      """;

  private static final String VIEWS =
      """
      show plan -n 6 --seed 1
      show plan -n 6 --seed 1 --chart
      show plan --forever --rows 3 -j 0 --max-delay 1h --chart
      show breaker list
      show breaker status payments
      show help cache
      """;

  @TempDir Path folder;

  /** The output of a script on a terminal of a given width. */
  private String terminal(int columns, String variables, String script) throws IOException {
    Needs.programs("script");
    Files.writeString(folder.resolve("scenes"), SHOW + script);
    Shell.Result result =
        new Shell(folder)
            .run(
                """
                export XDG_STATE_HOME=$PWD TERM=xterm-256color
                "$RESIL" breaker open --create payments >made
                "$RESIL" breaker record 'search (eu)' success >>made
                script -qec "stty cols %d rows 50; %s bash scenes" /dev/null </dev/null
                """
                    .formatted(columns, variables));
    assertThat(result.err()).isEmpty();
    String text =
        new String(result.out().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return folded(steady(text.replace("\r\n", "\n")), columns);
  }

  /** Replaces parts that vary from run to run. */
  private static String steady(String text) {
    return text.replaceAll("(timed out|,) after [0-9.]+m?s", "$1 after …")
        .replaceAll("[0-9.]+m?s ago", "… ago")
        .replaceAll("[0-9-]{10}T[0-9:]{8}Z", "0000-00-00T00:00:00Z");
  }

  private static String folded(String text, int columns) {
    StringBuilder shown = new StringBuilder();
    int column = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\033') {
        int end = text.indexOf('m', i);
        shown.append('<').append(text, i + 2, end).append('>');
        i = end;
        continue;
      }
      if (c == '\n') {
        column = 0;
      } else if (column++ == columns) {
        shown.append('\n');
        column = 1;
      }
      shown.append(c);
    }
    return shown.toString();
  }

  private static void compare(String name, String shown) throws IOException {
    Path file = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource({"80,colour,A=", "80,plain,NO_COLOR=1", "40,colour,A=", "40,plain,TERM=dumb"})
  void shouldShowRunsAsRecorded(int columns, String style, String variable) throws IOException {
    compare("runs-" + columns + "-" + style, terminal(columns, variable, RUNS));
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 40})
  void shouldShowViewsAsRecorded(int columns) throws IOException {
    compare("views-" + columns, terminal(columns, "A=", VIEWS));
  }

  /** A terminal without colour, or a user who wants none, gets the same text. */
  @Test
  void shouldSayTheSameWithAndWithoutColour() throws IOException {
    for (int columns : new int[] {80, 40}) {
      String colour = Files.readString(GOLDEN.resolve("runs-" + columns + "-colour.txt"));
      assertThat(colour).contains("<31>", "<32>", "<33>");
      assertThat(colour.replaceAll("<[0-9]+>", ""))
          .isEqualTo(Files.readString(GOLDEN.resolve("runs-" + columns + "-plain.txt")));
    }
  }
}
