package dev.resil.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseNamesTest {
  @TempDir Path project;

  /** Words that readers would have to replace, and that nothing explains. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\b(?:OWNER|VERSION|YOUR_\\w+|CHANGEME|TODO|FIXME)\\b");

  @ParameterizedTest
  @CsvSource({
    "https://github.com/OWNER/resil/releases, https://github.com/Acme/resil/releases",
    "'^https://github\\.com/OWNER/resil/\\.github', '^https://github\\.com/Acme/resil/\\.github'",
    "ghcr.io/owner/resil:VERSION-debug, ghcr.io/acme/resil:2.3.4-debug",
    "'- uses: OWNER/resil@v0.1.0', '- uses: Acme/resil@v2.3.4'",
    "github:OWNER/resil@0.1.0, github:Acme/resil@2.3.4",
    "resil-0.1.0-1.x86_64.rpm resil_0.1.0_amd64.deb, resil-2.3.4-1.x86_64.rpm"
        + " resil_2.3.4_amd64.deb",
    "'hosts with resil 0.1.0, cosign 3.0.0', 'hosts with resil 0.1.0, cosign 3.0.0'",
    "https://github.com/other/tool, https://github.com/other/tool"
  })
  void shouldNameRepositoryAndVersion(String page, String named) {
    assertThat(ReleaseNames.named(page, "Acme/resil", "2.3.4")).isEqualTo(named);
    assertThat(ReleaseNames.named(named, "Acme/resil", "2.3.4")).isEqualTo(named);
  }

  @Test
  void shouldNotNameAVersionBeforeARelease() {
    assertThat(ReleaseNames.named("resil_0.1.0_amd64.deb", "Acme/resil", "0.2.0-rc.1"))
        .isEqualTo("resil_0.1.0_amd64.deb");
  }

  @Test
  void shouldLeaveNoPlaceholder() {
    assertThat(ReleaseNames.files())
        .containsKeys(
            "README.md", "SECURITY.md", "docs/install.md", "docs/ci.md", "docs/cookbook.md")
        .containsKey("scripts/install")
        .allSatisfy((file, text) ->
            assertThat(
                    PLACEHOLDER
                        // any signer, which the option's description explains
                        .matcher(
                            ReleaseNames.named(text, "acme/resil", "2.3.4")
                                .replace("OWNER/REPOSITORY", ""))
                        .results()
                        .map(found -> found.group()))
                .as(file)
                .isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "v2.3.4, Acme/resil, 0, 2.3.4",
    "v2.3.5, Acme/resil, 1, 'the tag is v2.3.5, but the version in pom.xml 2.3.4'",
    "v2.3.4, fork/resil, 1, 'the repository is fork/resil, but that of pom.xml"
        + " https://github.com/Acme/resil'"
  })
  void shouldReleaseOnlyWhatPagesName(String tag, String repository, int code, String output)
      throws Exception {
    Path script = Files.createDirectory(project.resolve("scripts")).resolve("check-tag");
    Files.copy(Path.of("scripts/check-tag"), script, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(
        project.resolve("pom.xml"),
        Files.readString(Path.of("pom.xml"))
            .replaceFirst("(?m)^ {2}<version>.*", "  <version>2.3.4</version>")
            .replaceFirst("(?m)^ {2}<url>.*", "  <url>https://github.com/Acme/resil</url>"));
    ProcessBuilder builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
    builder.environment().put("GITHUB_REF_NAME", tag);
    builder.environment().put("GITHUB_REPOSITORY", repository);

    Process process = builder.start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains(output);
    assertThat(process.waitFor()).isEqualTo(code);
  }
}
