package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import dev.resil.e2e.OracleCase.Aspect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * curl as oracle: the same command line sends the same requests and has the same result with curl
 * and {@code resil http}, except for differences that {@link OracleCase} lists and justifies.
 */
@Execution(ExecutionMode.CONCURRENT)
class HttpOracleIT {
  @TempDir Path folder;

  private final RecordingServer server = new RecordingServer(OracleAnswers::to);
  private final RecordingServer other = new RecordingServer(OracleAnswers::to);

  @BeforeEach
  void files() throws IOException {
    Needs.programs("curl");
    Files.writeString(folder.resolve("data.txt"), "first line\nsecond line\n");
    Files.write(folder.resolve("bytes.bin"), new byte[] {'a', ' ', (byte) 0xff, 0, '/', '+'});
    Files.writeString(folder.resolve("data.json"), "{\"a\":1}\n");
    Files.writeString(folder.resolve("se;mi.txt"), "in a file\n");
    Files.writeString(
        folder.resolve("jar.txt"),
        """
        # Netscape HTTP Cookie File

        127.0.0.1\tFALSE\t/\tFALSE\t0\tn\tv w
        #HttpOnly_127.0.0.1\tFALSE\t/ok\tFALSE\t9999999999\tlong\tpath
        127.0.0.1\tFALSE\t/no\tFALSE\t0\tno\tv
        127.0.0.1\tFALSE\t/\tFALSE\t1\told\tv
        """);
    Files.writeString(folder.resolve("etag.txt"), "\"v1\"\n");
    Files.writeString(folder.resolve("headers.txt"), "X-One: 1\nX-Two: 2\n");
    Files.writeString(
        folder.resolve(".netrc"),
        """
        macdef init
        machine 127.0.0.1 login no password no

        machine 127.0.0.1 login net password "r c\\"" # the first
        machine 127.0.0.1 login bob password builder
        MACHINE LOCALHOST password pw login elsewhere
        """);
  }

  @AfterEach
  void close() {
    server.close();
    other.close();
  }

  /** With {@code -Doracle.only=REGEX}, the cases that match. */
  static Stream<OracleCase> shouldDoAsCurlDoes() {
    List<OracleCase> all = OracleCase.ALL;
    String only = System.getProperty("oracle.only", "");
    if (!only.isEmpty()) {
      return all.stream().filter(one -> Pattern.compile(only).matcher(one.toString()).find());
    }
    return Resil.cases(all);
  }

  @ParameterizedTest
  @MethodSource
  void shouldDoAsCurlDoes(OracleCase oracleCase) throws IOException {
    End curls = curl(oracleCase);
    End ours = resil(oracleCase);
    for (Aspect aspect : Aspect.values()) {
      if (oracleCase.differing().contains(aspect)) {
        assertThat(ours.aspects().get(aspect))
            .as("%s: no longer differs; remove it from the list", aspect)
            .isNotEqualTo(curls.aspects().get(aspect));
      } else {
        assertThat(ours.aspects().get(aspect))
            .as(aspect.toString())
            .isEqualTo(curls.aspects().get(aspect));
      }
    }
    for (String header : oracleCase.differingHeaders()) {
      assertThat(values(ours, header))
          .as("%s: no longer differs; remove it from the list", header)
          .isNotEqualTo(values(curls, header));
    }
    oracleCase
        .exitCode()
        .ifPresent(code -> assertThat(ours.aspects()).containsEntry(Aspect.EXIT, code));
  }

  /** A header of each request. */
  private static List<List<String>> values(End end, String header) {
    return end.sent().stream().map(sent -> sent.all().getOrDefault(header, List.of())).toList();
  }

  /**
   * The result of a command line.
   *
   * @param aspects the compared aspects
   * @param sent the requests with all their headers
   */
  private record End(Map<Aspect, Object> aspects, List<Sent> sent) {}

  private End curl(OracleCase oracleCase) throws IOException {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail-with-body"));
    command.addAll(oracleCase.curl());
    return outcome(oracleCase, Resil.under(command));
  }

  private End resil(OracleCase oracleCase) throws IOException {
    return outcome(
        oracleCase,
        Resil.with("http", "-q", "-n", "1", "--fail-with-body")
            .append(oracleCase.resil().toArray(String[]::new)));
  }

  private String filled(String argument) {
    return argument
        .replace("{url}", "http://127.0.0.1:" + server.port())
        .replace("{port}", Integer.toString(server.port()))
        .replace("{other}", "127.0.0.1:" + other.port())
        .replace("{other-host}", "localhost:" + other.port());
  }

  private End outcome(OracleCase oracleCase, Resil program) throws IOException {
    Path work = Files.createTempDirectory(folder, "work");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, work.resolve(file.getFileName()));
      }
    }
    program.filled(this::filled).in(work).stdin("from stdin\n").variable("HOME", work.toString());
    oracleCase.variables().forEach((name, value) -> program.variable(name, filled(value)));
    Resil.Result result = program.run();
    Map<Aspect, Object> outcome = new EnumMap<>(Aspect.class);
    outcome.put(Aspect.EXIT, result.exitCode());
    outcome.put(Aspect.OUT, result.out());
    outcome.put(Aspect.FILES, files(work));
    List<Sent> requests = new ArrayList<>();
    server.taken().stream().map(request -> Sent.of("first", request)).forEach(requests::add);
    other.taken().stream().map(request -> Sent.of("other", request)).forEach(requests::add);
    outcome.put(Aspect.REQUESTS, requests.stream().map(Sent::start).toList());
    outcome.put(
        Aspect.HEADERS,
        requests.stream().map(request -> request.headers(oracleCase.exceptHeaders())).toList());
    outcome.put(Aspect.BODIES, requests.stream().map(Sent::body).toList());
    return new End(outcome, requests);
  }

  private static Map<String, String> files(Path work) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(work)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            work.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  /** A request without the boundary of a multipart body, which may differ. */
  private record Sent(String start, Map<String, List<String>> all, String body) {
    private static final String BOUNDARY = "boundary=";

    static Sent of(String server, RecordingServer.Request request) {
      String type = request.header("content-type");
      String start = server + ": " + request.method() + " " + request.target();
      if (!type.contains(BOUNDARY)) {
        return new Sent(start, request.headers(), request.body());
      }
      String boundary = type.substring(type.indexOf(BOUNDARY) + BOUNDARY.length());
      Map<String, List<String>> headers = new TreeMap<>(request.headers());
      headers.put("content-type", List.of(type.replace(boundary, "B")));
      // the lengths of boundaries, and so of bodies, may differ
      headers.put("content-length", List.of("L"));
      return new Sent(start, headers, request.body().replace(boundary, "B"));
    }

    Map<String, List<String>> headers(Set<String> except) {
      Map<String, List<String>> kept = new TreeMap<>(all);
      kept.keySet().removeAll(except);
      return kept;
    }
  }
}
