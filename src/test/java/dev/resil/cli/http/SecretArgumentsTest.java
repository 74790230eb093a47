package dev.resil.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.app.DoctorAssembly;
import dev.resil.cli.ResilCommand;
import dev.resil.cli.config.MemoryConfig;
import dev.resil.cli.options.MemoryState;
import dev.resil.run.FakeTime;
import dev.resil.text.RawText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SecretArgumentsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "http -u me:pw http://h/                   | http -u ***** http://h/",
        "http -ume:pw http://h/                    | http -u***** http://h/",
        "http -su me:pw http://h/                  | http -su ***** http://h/",
        "http --user=me:pw http://h/               | http --user=***** http://h/",
        "http --oauth2-bearer tok http://h/        | http --oauth2-bearer *** http://h/",
        "http -H Authorization:x -H Accept:y h     | http -H Authorization:* -H Accept:y h",
        "http -Hx-api-key:x -H @file h             | http -Hx-api-key:* -H @file h",
        "http --header=proxy-authorization:xyz h   | http --header=proxy-authorization:*** h",
        "http -H Cookie:a=b -b 1ms h               | http -H Cookie:*** -b 1ms h",
        "http --cookie a=b h                       | http --cookie *** h",
        "http --cookie jar h                       | http --cookie jar h",
        "http -x http://me:pw@p:1 h                | http -x http://*****@p:1 h",
        "http -x me:pw@p:1 h                       | http -x *****@p:1 h",
        "http http://me:p@w@h/a@b                  | http http://******@h/a@b",
        "http --url https://me:é@h/                | http --url https://*****@h/",
        "http h/a@b                                | http h/a@b",
        "run --state redis://:pw@h --breaker b -- x | run --state redis://***@h --breaker b -- x",
        "run --state=redis://:p/w@h --breaker b x  | run --state=redis://****@h --breaker b x",
        "run --ping http://h/key x                  | run --ping ************ x",
        "run --ping=plain=http://h/k -- x           | run --ping=**************** -- x",
        "http --ping-url http://h/key h             | http --ping-url ************ h",
        "run -- curl -u me:pw -x me:pw@p:1 h       | run -- curl -u me:pw -x me:pw@p:1 h",
        "breaker list --state redis://u:p@h        | breaker list --state redis://***@h",
        "stats --state redis://u:p@h               | stats --state redis://***@h",
      })
  void shouldHideTheSecretsOfACommandLine(String line, String shown) {
    List<byte[]> words =
        Stream.of(line.split(" +", -1)).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
    CommandLine resil =
        ResilCommand.create(
            _ -> 0,
            _ -> 0,
            _ -> 0,
            () -> 80,
            new MemoryState(Clock.systemUTC(), new FakeTime()),
            new MemoryConfig(),
            new DoctorAssembly());
    resil.setExecutionStrategy(
        new SecretArguments(
            _ -> 0,
            (fromEnd, start, length) -> {
              for (int i = start; i < start + length; i++) {
                words.get(words.size() - fromEnd)[i] = '*';
              }
            }));
    int exitCode = resil.execute(words.stream().map(RawText::decode).toArray(String[]::new));
    assertThat(exitCode).isZero();
    assertThat(words.stream().map(word -> new String(word, StandardCharsets.UTF_8)).toList())
        .containsExactly(shown.split(" +", -1));
  }
}
