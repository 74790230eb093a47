package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import dev.resil.report.JsonSchemas;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code resil stats}, and the counts of runs. */
class StatsIT {
  private static final String HOSTILE = "<script>alert(1)</script>\"'&\\";

  @TempDir Path temp;

  private Path state;

  @BeforeEach
  void setUp() {
    state = temp.resolve("state");
  }

  private Resil resil(String... words) {
    return Resil.with(words).in(temp).variable("RESIL_STATE", state.toString());
  }

  private JsonNode stats(String name) {
    Resil.Result result = resil("stats", "show", "--json", name).run();
    assertThat(result.err()).isEmpty();
    return JsonStats.of(result.out());
  }

  @Test
  void shouldCountRunsUnderTheirNamesAndNothingElse() throws Exception {
    resil("run", "--", "true").run();
    assertThat(state).doesNotExist();
    String line = "exit $((2 - RESIL_ATTEMPT)) # s3cret";
    resil("run", "-q", "-b", "1ms", "--name", "backup", "-c", line).run();
    resil("run", "-q", "-n", "1", "--name", "backup", "-t", "50ms", "--", "sleep", "9").run();
    resil("run", "--breaker", "api", "--", "true").run();
    resil("run", "--breaker", "api", "--name", "own", "--", "true").run();

    assertThat(resil("stats", "--names").run().out()).isEqualTo("api\nbackup\nown\n");
    JsonNode backup = stats("backup");
    assertThat(backup.get("runs").asInt()).isEqualTo(2);
    assertThat(backup.get("attempts").asInt()).isEqualTo(3);
    assertThat(backup.get("retries").asInt()).isEqualTo(1);
    assertThat(backup.get("outcomes").toString())
        .contains(
            "{\"outcome\":\"exit:0\",\"count\":1}",
            "{\"outcome\":\"exit:1\",\"count\":1}",
            "{\"outcome\":\"timeout\",\"count\":1}");
    assertThat(backup.at("/attempt_duration/max").asDouble()).isBetween(0.05, 60.0);
    String stored = Files.readString(state.resolve("runs/backup.json"));
    JsonSchemas.named("stats-state.schema.json").check(stored);
    assertThat(stored).doesNotContain("s3cret").doesNotContain("sleep");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(state.resolve("runs/backup.json"))))
        .isEqualTo("rw-------");
    assertThat(resil("stats").run().out().lines().map(row -> row.split(" ", 2)[0]))
        .containsExactly("NAME", "api", "backup", "own");
  }

  @Test
  void shouldCountRequests() {
    resil("http", "-q", "-n", "2", "-b", "1ms", "--name", "web", "http://127.0.0.1:1/").run();
    assertThat(stats("web").at("/outcomes/0").toString())
        .isEqualTo("{\"outcome\":\"connect\",\"count\":2}");
  }

  @Test
  void shouldRemoveNamedCountsAndReportUnknownNames() {
    resil("run", "--name", "backup", "--", "true").run();
    resil("run", "--name", "other", "--", "true").run();
    for (String word : List.of("show", "reset")) {
      Resil.Result unknown = resil("stats", word, "backp").run();
      assertThat(unknown.exitCode()).isEqualTo(125);
      assertThat(unknown.err())
          .isEqualTo("resil: statistics for backp: not found; did you mean backup?\n");
    }
    assertThat(resil("stats", "reset", "backup").run().exitCode()).isZero();
    assertThat(resil("stats", "--names").run().out()).isEqualTo("other\n");
    assertThat(resil("stats", "reset", "--all").run().exitCode()).isZero();
    assertThat(resil("stats", "--names").run().out()).isEmpty();
    assertThat(resil("stats", "reset").run().err()).contains("give names, or --all");
  }

  @Test
  void shouldReportOnceThatARunIsNotCounted() throws Exception {
    Files.createDirectory(state);
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    Resil.Result result = resil("run", "--name", "backup", "--", "echo", "ran").run();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("ran\n");
    assertThat(result.errLines()).hasSize(1);
    assertThat(result.err()).contains("is writable by others", "; the run is not counted");
    Resil.Result guarded =
        resil("run", "--name", "backup", "--breaker", "api", "--", "echo", "ran").run();
    assertThat(guarded.errLines()).hasSize(1);
    assertThat(guarded.err()).contains("running as if breaker api were closed");
  }

  @Test
  void shouldWriteTheRunsLimitsForPrometheus() {
    resil("run", "--limits", "other", "--rate", "1/1m", "--", "true").run();
    Resil.Result result =
        resil("run", "--name", "backup", "--metrics-file", "resil.prom", "--lock", "site")
            .append("--limits", "api", "--rate", "9/1m", "--retry-budget", "20%", "--", "true")
            .run();
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(temp.resolve("resil.prom"))
        .content()
        .contains(
            // free by the time that anyone reads it
            "resil_limit_permits{name=\"site\",kind=\"lock\"} 0\n",
            "resil_limit_requests_total{name=\"site\",result=\"granted\"} 1\n",
            "resil_limit_requests_total{name=\"api\",result=\"granted\"} 1\n",
            "resil_limit_retries_permitted{name=\"api\"} 10\n")
        .doesNotContain("other", "resil_breaker");
  }

  @Test
  void shouldWriteMetricsForPrometheus() throws Exception {
    resil("run", "-q", "--breaker", HOSTILE, "--failure-threshold", "1", "--", "false").run();
    Path file = temp.resolve("resil.prom");
    String line = "umask 077; exec \"$0\" run --name backup --metrics-file resil.prom -- true";
    for (int i = 0; i < 2; i++) {
      Resil.under(List.of("sh", "-c", line, Resil.program()))
          .in(temp)
          .variable("RESIL_STATE", state.toString())
          .run();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    try (var files = Files.list(temp)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(file);
    }
    assertThat(file)
        .content()
        .contains("resil_runs_total{name=\"backup\",result=\"success\"} 2\n")
        .doesNotContain("script");
    String shown = resil("stats", "show", "--prometheus").run().out();
    assertThat(shown)
        .contains(
            "resil_breaker_state{name=\"<script>alert(1)</script>\\\"'&\\\\\",state=\"open\"} 1\n");
    Needs.programs("promtool");
    for (String text : List.of(shown, Files.readString(file))) {
      Path input = Files.writeString(temp.resolve("input"), text);
      Process promtool =
          new ProcessBuilder("promtool", "check", "metrics")
              .redirectInput(input.toFile())
              .redirectErrorStream(true)
              .start();
      assertThat(new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEmpty();
      assertThat(promtool.waitFor()).isZero();
    }
  }

  @Test
  void shouldDrawAPageInABrowser() throws Exception {
    resil("run", "-q", "--breaker", HOSTILE, "--failure-threshold", "1", "--", "false").run();
    resil("run", "--name", "backup", "--", "true").run();
    assertThat(resil("stats", "show", "--html", "page.html").run().exitCode()).isZero();
    Path page = temp.resolve("page.html");
    assertThat(page)
        .content()
        .doesNotContain("<script", "src=", "href=", "url(", "@import", "http:", "https:")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\");

    String document = browser(page, "--dump-dom");
    assertThat(document).contains("backup", "&lt;script&gt;", "state-open", "exit:1");
    browser(page, "--screenshot=" + temp.resolve("page.png"), "--window-size=960,2000");
    BufferedImage image = ImageIO.read(temp.resolve("page.png").toFile());
    // failures and the time in OPEN have the colour of the style
    assertThat(pixels(image, 0xd1432f)).isGreaterThan(1000);
    assertThat(pixels(image, 0x4593d8)).isGreaterThan(1000);
  }

  private static long pixels(BufferedImage image, int colour) {
    long count = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        count += (image.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
      }
    }
    return count;
  }

  private String browser(Path page, String... options) throws Exception {
    Needs.programs("chromium");
    List<String> command = new ArrayList<>(List.of("chromium", "--headless", "--no-sandbox"));
    command.addAll(
        List.of(
            "--disable-gpu", "--hide-scrollbars", "--user-data-dir=" + temp.resolve("profile")));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    Process browser =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(browser.waitFor()).isZero();
    return out;
  }
}
