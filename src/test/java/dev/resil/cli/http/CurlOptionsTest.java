package dev.resil.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CurlOptionsTest {
  /** Options for unsupported protocols or for Windows, or without effect. */
  private static final Pattern NOT_OF_HTTP =
      Pattern.compile(
          "--(ftp|mail|tftp|krb|sasl|disable-ep|hostpub|socks5-|proxy-.*|ssl.*|tls(auth|user|pass).*|.*np"
              + "n|metalink|telnet.*|quote|pubkey|list-only|append|crlf|egd.*|random.*|login.*|ntlm-wb"
              + "|false.*|disallow.*|doh-cert.*|styled.*|parallel-imm.*|compressed-ssh|engine|manual"
              + "|sslv.*|help|version|verbose).*");

  private static final Pattern OPTION = Pattern.compile("^ (?:-(.), |    )(--[a-z0-9.-]+)");

  private static Set<String> ours() {
    return new CommandLine(new HttpCommand(settings -> 0)).getCommandSpec().optionsMap().keySet();
  }

  @Test
  void shouldGiveAHintForEveryOptionOfCurl() throws IOException {
    Set<String> unknown = new TreeSet<>();
    for (String option : curls()) {
      if (!ours().contains(option) && CurlOptions.instead(option).isEmpty()) {
        unknown.add(option);
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static Set<String> curls() throws IOException {
    Set<String> options = new TreeSet<>();
    Needs.programs("curl");
    try {
      Process curl = new ProcessBuilder("curl", "--help", "all").start();
      String help = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      for (String line : help.lines().toList()) {
        var option = OPTION.matcher(line);
        if (option.find() && !NOT_OF_HTTP.matcher(option.group(2)).matches()) {
          options.add(option.group(2));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(options).hasSizeGreaterThan(100);
    return options;
  }

  @ParameterizedTest
  @ValueSource(strings = {"--retry-max-time", "--retry", "--aws-sigv4", "--http3", "-#"})
  void shouldGiveHintsOnlyForMissingOptions(String option) {
    assertThat(ours()).doesNotContain(option);
    assertThat(CurlOptions.instead(option)).isPresent();
  }

  @Test
  void shouldHintAtCurlsShortOptionIfTheValueFits() {
    for (String option : List.of("-b", "-n", "-T")) {
      assertThat(ours()).contains(option);
      assertThat(CurlOptions.insteadOf(option, "a=b")).isPresent();
      assertThat(CurlOptions.insteadOf(option, "3x")).isEmpty();
    }
    assertThat(CurlOptions.insteadOf("-t", "x")).isEmpty();
  }

  @Test
  void shouldNotGiveAHintForATypo() {
    assertThat(CurlOptions.instead("--dtaa")).isEmpty();
    assertThat(CurlOptions.instead("--retry-max-time=5"))
        .contains("for curl's --retry-max-time: use --max-elapsed D");
  }
}
