package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The version is that of the pom, everywhere. */
class VersionIT {
  private static final Pattern POMS = Pattern.compile("(?m)^  <version>(.+)</version>$");

  @Test
  void shouldShowVersionCommitAndRuntime() throws IOException {
    Resil.Result result = Resil.run("--version");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .matches(
            "resil "
                + Pattern.quote(pomsVersion())
                // a checkout without its history has no commit
                + " \\((?:[0-9a-f]{7,40}(?:-dirty)?, )?"
                + (Resil.isNative() ? "native" : "JVM \\d+")
                + "\\)\\R");
  }

  @Test
  void shouldReportTheSameVersion() throws IOException {
    Resil.Result result = Resil.run("run", "-q", "--report", "-", "--", "true");

    assertThat(result.err()).startsWith("{\"resil_version\":\"" + pomsVersion() + "\",");
  }

  private static String pomsVersion() throws IOException {
    Matcher version = POMS.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }
}
