package dev.resil.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Every option that takes a LIST, with every kind of item. Each run makes two attempts, one that
 * matches the item and one that does not, and the option must distinguish them.
 */
@Execution(ExecutionMode.CONCURRENT)
class OutcomeListsIT extends HttpAttempts {
  private static final String PLAIN = "HTTP/1.1 400 Bad Request\r\n\r\n";

  /** Options with one item, and whether the matching attempt comes first or second. */
  enum Taking {
    RETRY(true, "--retry-on ITEM"),
    SUCCESS(false, "--success-on ITEM --retry-on any"),
    NO_RETRY_BUT_FAILURE(
        false,
        "--no-retry-on ITEM --failure-on ITEM --retry-on any --breaker b --failure-threshold 1"),
    UNCOUNTED(true, "--uncounted ITEM --retry-on any --max-attempts 1");

    private final boolean meantFirst;
    private final String options;

    Taking(boolean meantFirst, String options) {
      this.meantFirst = meantFirst;
      this.options = options;
    }

    List<String> options(String item) {
      return Stream.of(("-b 0 --report report.json " + options).split(" ", -1))
          .map(word -> word.equals("ITEM") ? item : word)
          .toList();
    }

    private String reason() {
      return switch (this) {
        case RETRY, NO_RETRY_BUT_FAILURE -> "not_retried";
        case SUCCESS -> "succeeded";
        case UNCOUNTED -> "attempts_exhausted";
      };
    }

    void check(Resil.Result result, JsonNode report) {
      assertThat(report.get("attempts")).as(result.err()).hasSize(2);
      assertThat(report.get("reason").asString()).isEqualTo(reason());
      if (this == NO_RETRY_BUT_FAILURE) {
        // if the first attempt counted too, there would be no second one
        assertThat(report.get("breaker").get("after").asString()).isEqualTo("OPEN");
      }
    }
  }

  // ---- commands

  /** An item, a command that matches it, and the options it needs. */
  record Case(String item, String meant, List<String> options) {
    static Case of(String item, String meant, String... options) {
      return new Case(item, meant, List.of(options));
    }
  }

  private static final List<Case> COMMANDS =
      List.of(
          Case.of("exit:7", "exit 7"),
          Case.of("exit:6-7", "exit 7"),
          Case.of("7", "exit 7"),
          Case.of("6-7", "exit 6"),
          Case.of("signal", "kill -9 $$"),
          Case.of("signal:KILL", "kill -9 $$"),
          Case.of("timeout", "exec sleep 100", "-t", "1s"),
          Case.of("timeout", "exec sleep 100", "--idle-timeout", "1s"),
          Case.of("timeout:idle", "exec sleep 100", "--idle-timeout", "1s"),
          Case.of("timeout:attempt", "exec sleep 100", "-t", "1s", "--idle-timeout", "1h"),
          Case.of("any,!timeout:attempt,!8", "exec sleep 100", "--idle-timeout", "1s"),
          Case.of("stdout~^bo+m$", "echo boom; exit 8"),
          Case.of("stderr~^bo+m$", "echo boom >&2; exit 8"),
          Case.of("output~a,b", "echo xa,by; exit 8"),
          Case.of("output~boom", "echo boom >&2; exit 8"),
          Case.of("output~boom", "printf boom; exit 8", "--stdout", "final"),
          Case.of("stderr~boom", "echo boom >&2; exit 8", "--stdout", "success"),
          Case.of("stdout~boom$", "echo boom; exit 8", "--pty"),
          Case.of("exit:5,stdout~boom", "echo boom; exit 8"),
          Case.of("signal:1-15", "kill -9 $$"),
          Case.of("signal:HUP-TERM", "kill -9 $$"),
          Case.of("signal:RTMIN-RTMAX", "kill -35 $$"),
          Case.of("any,!exit:8", "exit 7"),
          Case.of("7,8,!8", "exit 7"),
          Case.of("any,!7-9", "kill -9 $$"),
          Case.of("any, ! exit:8", "exec sleep 100", "-t", "1s"),
          Case.of("any,!signal,!8", "exit 7"),
          Case.of("any,!signal:1-8,!timeout,!not-found,!not-executable,!8", "kill -9 $$"));

  private static Stream<Arguments> each(List<Case> cases) {
    return Resil.cases(
        Stream.of(Taking.values())
            .flatMap(taking -> cases.stream().map(one -> Arguments.of(taking, one)))
            .toList());
  }

  static Stream<Arguments> commands() {
    return each(COMMANDS);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldDistinguishCommands(Taking taking, Case command) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(taking.options(command.item()));
    arguments.addAll(command.options());
    String script =
        "if [ $RESIL_ATTEMPT = %d ]; then %s; else exit 8; fi"
            .formatted(taking.meantFirst ? 1 : 2, command.meant());
    arguments.addAll(List.of("--", "sh", "-c", script));
    taking.check(resil(arguments), report());
  }

  static Stream<Arguments> unusable() {
    return Stream.of(Taking.values())
        .flatMap(taking ->
            Stream.of("not-found", "not-executable").map(item -> Arguments.of(taking, item)));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void shouldDistinguishMissingAndNotExecutableCommands(Taking taking, String item)
      throws IOException {
    Path command = folder.resolve("command");
    Executables.write(command, "#!/bin/sh\nexit 8\n");
    String spoil = item.equals("not-found") ? "mv command saved" : "chmod a-x command";
    String mend = item.equals("not-found") ? "mv saved command" : "chmod a+x command";
    if (taking.meantFirst) {
      assertThat(new Shell(folder).run(spoil).exitCode()).isZero();
    }
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(taking.options(item));
    arguments.addAll(List.of("--on-retry", taking.meantFirst ? mend : spoil, "--", "./command"));
    taking.check(resil(arguments), report());
  }

  // ---- requests

  private static final List<Case> REQUESTS =
      List.of(
          Case.of("status:503", "503"),
          Case.of("status:5xx", "503"),
          Case.of("status:500-504", "503"),
          Case.of("timeout", "hang", "-t", "1s"),
          Case.of("timeout:attempt", "hang", "-t", "1s"),
          Case.of("dns", "http://no-such-host.invalid/"),
          Case.of("connect", "http://127.0.0.1:1/"),
          Case.of("tls", "https://127.0.0.1:PORT/"),
          Case.of("read", "lost"),
          Case.of("redirect", "ftp://elsewhere/"),
          Case.of("header~(?i)^x-sign: boom$", "418 X-Sign: boom"),
          Case.of("body~^bo+m, too$", "418 boom, too"),
          Case.of("header~boom", "cut X-Sign: boom"),
          Case.of("body~boom$", "cut boom"),
          Case.of("status:599,body~boom", "418 boom"),
          Case.of("any,!status:418", "503"),
          Case.of("any,!status:4xx,!dns,!connect,!tls,!redirect,!timeout", "lost"),
          Case.of("any,!status:418,!body~^plain$", "503"));

  static Stream<Arguments> requests() {
    return each(REQUESTS);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldDistinguishRequests(Taking taking, Case request) throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    int[] attempts = {0};
    try (ServerSocket withoutTls = RecordingServer.socket(0);
        RecordingServer server =
            new RecordingServer((asked, client) -> {
              boolean meant = ++attempts[0] == (taking.meantFirst ? 1 : 2);
              if (meant && request.meant().equals("hang")) {
                await(over);
              }
              String answer = meant ? request.meant() : "418 plain";
              client.getOutputStream().write(answer(answer, withoutTls.getLocalPort()));
              return false;
            })) {
      Thread.ofVirtual().start(() -> answerWithoutTls(withoutTls));
      List<String> arguments = new ArrayList<>(List.of("http", "-L"));
      arguments.addAll(taking.options(request.item()));
      arguments.addAll(request.options());
      arguments.add(server.url());
      taking.check(resil(arguments), report());
    } finally {
      over.countDown();
    }
  }

  private static void answerWithoutTls(ServerSocket socket) {
    try (Socket client = socket.accept()) {
      client.getOutputStream().write(PLAIN.getBytes(US_ASCII));
      client.getInputStream().readAllBytes();
    } catch (IOException e) {
      // not asked
    }
  }

  /** A status and a line, which is a header if it contains a colon; or a fault. */
  private static byte[] answer(String wanted, int port) {
    if (wanted.equals("lost") || wanted.equals("hang")) {
      return LOST;
    } else if (wanted.contains("://")) {
      String to = wanted.replace("PORT", Integer.toString(port));
      return status(302, "Location: " + to + "\r\n", "");
    }
    boolean cut = wanted.startsWith("cut ");
    int code = cut ? 418 : Integer.parseInt(wanted.substring(0, 3));
    String line = wanted.substring(3).strip();
    boolean header = line.contains(": ");
    byte[] whole =
        status(code, header ? line + "\r\n" : "", header ? "some body" : "first\n" + line);
    return cut
        ? new String(whole, US_ASCII).replace("Length: ", "Length: 9").getBytes(US_ASCII)
        : whole;
  }

  private static void await(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Resil.Result resil(List<String> arguments) {
    return Resil.with(arguments.toArray(String[]::new))
        .in(folder)
        .variable("RESIL_STATE", folder.resolve("state").toString())
        .run();
  }

  // ---- 'any' and presets

  @ParameterizedTest
  @ValueSource(strings = {"run", "http"})
  void shouldMatchEveryOutcomeWithAny(String command) {
    try (RecordingServer server = answering(status(418, "", ""))) {
      String[] tried =
          command.equals("run") ? new String[] {"--", "false"} : new String[] {server.url()};
      assertThat(attempts(command, tried, "--retry-on", "any")).isEqualTo(3);
      assertThat(attempts(command, tried, "--retry-on", "any", "--no-retry-on", "any"))
          .isEqualTo(1);
      attempts(command, tried, "--success-on", "any");
      assertThat(report().get("reason").asString()).isEqualTo("succeeded");
      attempts(command, tried, "--breaker", "b", "--failure-threshold", "1", "--failure-on", "any");
      assertThat(report().get("breaker").get("after").asString()).isEqualTo("OPEN");
    }
  }

  @Test
  void shouldRetryACommandThatExitsWithZeroForWhatItPrinted() {
    String[] job = {
      "--", "sh", "-c", "[ $RESIL_ATTEMPT = 3 ] && echo done || { echo not ready; exit 0; }"
    };
    assertThat(attempts("run", job, "-n", "5", "--success-on", "!output~not ready")).isEqualTo(3);
    assertThat(report().get("reason").asString()).isEqualTo("succeeded");
    assertThat(attempts("run", job, "-n", "5", "--success-on", "0,!output~not ready")).isEqualTo(3);
    String[] failing = {"--", "sh", "-c", "exit 3"};
    assertThat(attempts("run", failing, "--success-on", "!output~not ready")).isEqualTo(3);
    assertThat(attempts("run", failing, "--retry-on", "!3")).isEqualTo(1);
    assertThat(attempts("run", failing, "--no-retry-on", "!3")).isEqualTo(3);
    assertThat(attempts("run", failing, "--no-retry-on", "!4")).isEqualTo(1);
    attempts("run", failing, "--breaker", "b", "--failure-threshold", "1", "--failure-on", "!3");
    assertThat(report().get("breaker").get("after").asString()).isEqualTo("CLOSED");
  }

  private int attempts(String command, String[] tried, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command, "-b", "0"));
    arguments.addAll(List.of("--report", "report.json"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of(tried));
    resil(arguments);
    return report().get("attempts").size();
  }

  @Test
  void shouldSearchForThePatternsOfAPresetAndOfABreakerAtOnce() {
    String[] git = {"--", "sh", "-c", "echo Could not resolve host >&2; echo boom; exit 128"};
    assertThat(
            attempts(
                "run", git, "--preset", "git", "--breaker", "b", "--failure-on", "stdout~boom"))
        .isEqualTo(3);
    JsonNode breaker = new BreakerBench(folder.resolve("state")).status("b");
    assertThat(breaker.get("failed_calls").asInt()).isEqualTo(3);
  }
}
