package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code resil doctor}; {@link JsonOutputs} checks its JSON. */
@Execution(ExecutionMode.CONCURRENT)
class DoctorIT {
  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
  }

  private Resil doctor(String... options) {
    return Resil.with("doctor")
        .append(options)
        .in(folder)
        .variable("HOME", home.toString())
        .variable("XDG_CONFIG_HOME", home.resolve("config").toString())
        .variable("TMPDIR", folder.toString());
  }

  private static String line(Resil.Result result, String subject) {
    return result
        .out()
        .lines()
        .filter(line -> line.startsWith(subject + " "))
        .map(line -> line.substring(subject.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError(result.out()));
  }

  @Test
  void shouldShowWhatABugReportNeedsAndLeaveNothing() throws IOException {
    Resil.Result result = doctor().variable("RESIL_HOST", "s3cr3t").run();

    assertThat(result.exitCode()).as(result.out()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat("resil " + line(result, "resil") + "\n").isEqualTo(Resil.run("--version").out());
    assertThat(line(result, "system")).startsWith(System.getProperty("os.name") + " ");
    assertThat(line(result, "configuration")).isEqualTo(".resil.toml: absent");
    assertThat(line(result, "variables")).contains("RESIL_HOST").doesNotContain("s3cr3t");
    assertThat(line(result, "state"))
        .isEqualTo(home + "/.local/state/resil: absent, can be created");
    assertThat(line(result, "cache")).isEqualTo(home + "/.cache/resil: absent, can be created");
    assertThat(line(result, "temporary")).isEqualTo(folder + ": writable");
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left).containsExactlyInAnyOrder(folder, home);
    }
  }

  @Test
  void shouldTryTheFolderThatRunsUse() {
    doctor().run();
    Resil.with("run", "--state", folder.resolve("state").toString(), "--name", "a", "--", "true")
        .run();

    Resil.Result result = doctor("--state", "state").run();

    assertThat(line(result, "state")).isEqualTo(folder.resolve("state") + ": writable");
  }

  @Test
  void shouldNameAFolderThatCannotBeUsed() throws IOException {
    Files.writeString(folder.resolve("file"), "");

    Resil.Result result = doctor("--state", "file/state").run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(line(result, "state"))
        .startsWith(folder.resolve("file/state") + ": ")
        .contains(folder.resolve("file") + ", which is not a folder");
    assertThat(doctor("--state", "file/state", "--json").run().out())
        .contains("\"healthy\" : false");
  }

  @Test
  void shouldTakeTheFolderFromTheConfiguration() throws IOException {
    Path config = Files.createDirectories(home.resolve("config/resil")).resolve("config.toml");
    Files.writeString(config, "[defaults]\nstate = \"%s\"\n".formatted(folder.resolve("kept")));

    Resil.Result result = doctor().run();

    assertThat(line(result, "state")).startsWith(folder.resolve("kept") + ": ");
    assertThat(result.out()).contains(config + ": read");
  }

  @Test
  void shouldSayWhatIsWrongWithTheConfiguration() throws IOException {
    Path config = Files.createDirectories(home.resolve("config/resil")).resolve("config.toml");
    Files.writeString(config, "[defaults]\nstat = \"x\"\n");

    Resil.Result result = doctor().run();

    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err()).contains(config + ":2: stat: unknown key");
    assertThat(doctor("--no-config").run().exitCode()).isZero();
  }

  @Test
  void shouldMeasureRedisWithoutShowingItsPassword() {
    try (RedisServer redis = RedisServer.start("--requirepass", "s3cr3t")) {
      String place = redis.url("?timeout=10m").replace("redis://", "redis://:s3cr3t@");

      Resil.Result result = doctor("--state", place).run();

      assertThat(result.exitCode()).as(result.out()).isZero();
      assertThat(line(result, "redis"))
          .matches("redis://127\\.0\\.0\\.1:\\d+: answered in .+, then in .+; timeout 10m");
      assertThat(result.out()).doesNotContain("s3cr3t");
      assertThat(redis.cli("-a", "s3cr3t", "--no-auth-warning", "PTTL", "resil:doctor:probe"))
          .as("milliseconds until the key expires, or -2 if it has")
          .matches("(-2|\\d{1,4})");
      assertThat(doctor("--json", "--state", place).run().out()).doesNotContain("s3cr3t");

      Resil.Result wrong = doctor("--state", place.replace("s3cr3t", "wr0ng")).run();
      assertThat(wrong.exitCode()).isEqualTo(1);
      assertThat(line(wrong, "redis")).contains("wrong user or password").doesNotContain("wr0ng");
    }
  }

  @Test
  void shouldReportRedisThatIsNotReachedAndTryItsFolder() {
    Resil.Result result = doctor("--state", "redis://127.0.0.1:1,./beside", "--json").run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("\"address\" : \"redis://127.0.0.1:1\"", "\"problem\"");
    assertThat(result.out()).contains("\"folder\" : \"" + folder.resolve("beside") + "\"");
  }
}
