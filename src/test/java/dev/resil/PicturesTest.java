package dev.resil;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Committed pictures match the output of their scripts. */
class PicturesTest {
  @Test
  void shouldShowTheBreakerAsItsScriptDrawsIt() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process script = new ProcessBuilder(java, "scripts/BreakerPicture.java").start();
    String drawn = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(script.waitFor()).isZero();
    assertThat(Path.of("docs/images/breaker.svg")).hasContent(drawn);
  }
}
