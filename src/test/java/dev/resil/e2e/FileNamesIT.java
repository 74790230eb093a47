package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.resil.CommandLineModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** Every option and variable that names a file or a folder, with names as the system has them. */
@Execution(ExecutionMode.CONCURRENT)
class FileNamesIT {
  /** A command line for each option, with the file's name in {@code $F}. */
  private static final Map<String, String> READING = new LinkedHashMap<>();

  private static final Map<String, String> WRITING = new LinkedHashMap<>();

  static {
    READING.put("--config", "run --config \"$F\" -n 1 -- true");
    READING.put("--fallback-file", "run --fallback-file \"$F\" -n 1 -- true");
    http("--data-ascii", "-d \"@$F\" $URL");
    http("--data-binary", "--data-binary \"@$F\" $URL");
    http("--data-urlencode", "--data-urlencode \"a@$F\" $URL");
    http("--json", "--json \"@$F\" $URL");
    http("--form", "-F \"a=@$F\" $URL");
    http("--header", "-H \"@$F\" $URL");
    http("--write-out", "-w \"@$F\" $URL");
    http("--output-dir", "--output-dir \"$F\" -o x $URL");
    http("--cookie", "--cookie \"$F\" $URL");
    http("--time-cond", "-z \"$F\" $URL");
    http("--etag-compare", "--etag-compare \"$F\" $URL");
    http("--netrc-file", "--netrc-file \"$F\" $URL");
    http("--cacert", "--cacert \"$F\" ${URL/http/https}");
    http("--cert", "-k --cert \"$F\" ${URL/http/https}");
    http("--key", "-k --cert \"$F\" --key \"$F\" ${URL/http/https}");
    // whatever its name, it is no socket
    http(
        "--unix-socket",
        "--unix-socket \"$F\" $URL 2>msg; code=$?; [ $code = 7 ] || { cat msg >&2; (exit $code);"
            + " }");
    http("--idempotency-key", "-X POST --idempotency-key \"from:$F\" $URL");
    WRITING.put("--report", "run --report \"$F\" -n 1 -- true");
    WRITING.put("--event-log", "run --event-log \"$F\" -n 1 -- true");
    WRITING.put("--metrics-file", "run --name a --state s --metrics-file \"$F\" -n 1 -- true");
    WRITING.put("--html", "stats --state s --html \"$F\"");
    WRITING.put("--output", "http -n 1 -o \"$F\" $URL");
    WRITING.put("--dump-header", "http -n 1 -D \"$F\" $URL");
    WRITING.put("--cookie-jar", "http -n 1 -c \"$F\" $URL");
    WRITING.put("--etag-save", "http -n 1 --etag-save \"$F\" $URL");
    WRITING.put("--state", "run --breaker b --state \"$F\" -n 1 -- true");
  }

  @TempDir private Path folder;
  private HttpServer server;

  private static void http(String option, String arguments) {
    READING.put(option, "http -n 1 " + arguments);
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("ETag", "\"a\"");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static boolean namesFile(OptionSpec option) {
    return option.paramLabel().matches(".*\\b(FILE|PLACE|DIR)")
        || String.join(" ", option.description()).matches(".*[@:< ]FILE\\b.*");
  }

  @Test
  void shouldKnowEveryOptionThatNamesAFile() {
    assertThat(CommandLineModel.options(FileNamesIT::namesFile).keySet())
        .hasSizeGreaterThan(15)
        .allMatch(option -> READING.containsKey(option) || WRITING.containsKey(option));
  }

  /**
   * Makes {@code $F}, runs each line, and prints the name, the exit code and stderr of each. On a
   * JVM, which starts slowly, it runs a third of the lines, other ones for another {@code $F}.
   */
  private List<String> problems(String locale, String make, Map<String, String> lines) {
    int step = Resil.isNative() ? 1 : 3;
    List<Map.Entry<String, String>> every = List.copyOf(lines.entrySet());
    int first = Math.floorMod(make.hashCode(), step);
    String all =
        IntStream.range(0, every.size())
            .filter(i -> i % step == first)
            .mapToObj(every::get)
            .map(line -> "one %s %s".formatted(line.getKey(), "'resil " + line.getValue() + "'"))
            .collect(Collectors.joining("\n"));
    String script =
        """
        exec </dev/null
        URL=http://127.0.0.1:%d/
        N=0
        one() {
          N=$((N + 1)); mkdir $N; cd $N
          { %s
          } 2>/dev/null
          LC_ALL=%s eval "$2" >out 2>err; code=$?
          [ $code = 0 ] || [ $code = 125 ] || echo "$1: exit $code: $(head -n 3 err)"
          [ $code = 0 ] || [ "$(wc -l <err)" = 1 ] || echo "$1: not one line: $(head -n 5 err)"
          ! grep -aE 'Exception|internal error|^\\tat ' err || echo "$1: $(head -n 1 err)"
          cd ..
        }
        """
            .formatted(server.getAddress().getPort(), make, locale);
    return new Shell(folder).run(script + all).out().lines().toList();
  }

  private List<String> problems(String make, Map<String, String> lines) {
    return problems("C.UTF-8", make, lines);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void shouldReadNamesThatAreNotUtf8(String locale) {
    Map<String, String> ok = new LinkedHashMap<>(READING);
    List.of("--cacert", "--cert", "--key", "--output-dir").forEach(ok::remove);
    ok.replaceAll((_, line) -> line + " && test ! -s err");
    assertThat(problems(locale, "F=$(printf 'f\\351'); : >$F", ok)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void shouldWriteNamesThatAreNotUtf8(String locale) {
    Map<String, String> ok = new LinkedHashMap<>(WRITING);
    ok.replaceAll((_, line) -> line + " && test -e \"$F\"");
    String make = "F=$(printf 'd\\351/f\\351'); mkdir $(printf 'd\\351')";
    assertThat(problems(locale, make, ok)).isEmpty();
    String folder = "d=$(printf 'd\\351'); mkdir $d; cd $d; F=f; trap 'cd ..' RETURN";
    assertThat(problems(locale, folder, ok)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "F=",
        "F=d; mkdir d",
        "F=s; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"s\")'",
        "F=l; ln -s m l; ln -s l m",
        "F=$(printf %300s | tr ' ' n)",
        "F=$(printf %5000s | tr ' ' /)n",
        "F=none/such/file",
        "F=/dev/null/x",
        "F=$(printf 'a\\nb')",
      })
  void shouldUseAnyFileOrSayWhyNot(String make) {
    assertThat(problems(make, READING)).isEmpty();
    assertThat(problems(make, WRITING)).isEmpty();
  }

  @Test
  void shouldReadAndWriteFifos() {
    assertThat(problems("F=p; mkfifo p; : >p &", READING)).isEmpty();
    Map<String, String> files = new LinkedHashMap<>(WRITING);
    files.remove("--state");
    assertThat(problems("F=p; mkfifo p; cat p >got &", files)).isEmpty();
  }

  @Test
  void shouldNotWaitForAFifoWithoutAWriter() {
    Shell.Result result =
        new Shell(folder).run("mkfifo p; resil run --config p -- true </dev/null");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err())
        .isEqualTo(
            "resil: --config p: cannot be read: is a FIFO without a writer; name another file\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"report", "event-log", "metrics-file", "fallback-file", "state", "cache-key"})
  void shouldRefuseNamesWithNul(String key) {
    Shell.Result result =
        new Shell(folder)
            .run(
                """
                printf '[defaults]\\nname = "a"\\n%s = "a\\\\u0000b"\\n' >c
                resil run --config c --breaker b --strict-state -n 1 -- true </dev/null
                """
                    .formatted(key));
    assertThat(result.err()).doesNotContain("Exception").doesNotContain("internal error");
    assertThat(result.exitCode()).isIn(0, 125);
    assertThat(result.err().lines()).hasSize(result.exitCode() == 0 ? 0 : 1);
  }

  /** A name that could not be read names the same folder all the same, not another one. */
  @ParameterizedTest
  @CsvSource({
    "RESIL_STATE, resil run --breaker b -n 1 -- true, breaker",
    "XDG_STATE_HOME, resil run --breaker b -n 1 -- true, resil/breaker",
    "HOME, unset XDG_STATE_HOME; resil run --breaker b -n 1 -- true, .local/state/resil/breaker",
    "XDG_CACHE_HOME, resil run --cache-ttl 1m -- true, resil",
    "HOME, unset XDG_CACHE_HOME; resil run --cache-ttl 1m -- true, .cache/resil",
  })
  void shouldUseTheFolderOfAVariable(String variable, String line, String made) {
    for (String locale : List.of("C", "C.UTF-8")) {
      Shell.Result result =
          new Shell(folder)
              .run(
                  """
                  d=$PWD/$(printf 'h\\351-%s'); mkdir "$d"; export LC_ALL=%s %s="$d"
                  %s && test -d "$d/%s"
                  """
                      .formatted(locale, locale, variable, line, made));
      assertThat(result.err()).isEmpty();
      assertThat(result.exitCode()).isZero();
    }
  }

  @Test
  void shouldReadTheConfigurationOfTheUserAndKeepInputInTheTemporaryFolder() {
    Shell.Result result =
        new Shell(folder)
            .run(
                """
                d=$PWD/$(printf 'h\\351'); mkdir -p "$d/resil"
                printf '[defaults]\\nmax-attempts = 1\\n' >"$d/resil/config.toml"
                XDG_CONFIG_HOME=$d resil run -- false
                head -c 9000000 /dev/zero | TMPDIR=$d resil run --stdin replay -n 2 -- wc -c
                head -c 9000000 /dev/zero | TMPDIR=$d/none resil run --stdin replay -n 2 -- wc -c >count
                """);
    assertThat(result.out()).isEqualTo("9000000\n");
    assertThat(result.err()).contains("no attempts left").contains("h\\xe9/none");
  }
}
