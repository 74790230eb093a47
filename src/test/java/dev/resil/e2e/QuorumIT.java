package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A breaker with a quorum of hosts, named by a variable in these tests. */
class QuorumIT {
  @TempDir Path temp;

  private BreakerBench bench;

  @BeforeEach
  void setUp() {
    bench = new BreakerBench(temp.resolve("state"));
  }

  private Resil.Result on(String host, String... command) {
    return bench
        .run("--breaker", "api", "--failure-threshold", "2", "--quorum", "2", "-n", "1")
        .append("--")
        .append(command)
        .variable("RESIL_HOST", host)
        .run();
  }

  @Test
  void shouldOpenForOneHostThenForAll() throws Exception {
    assertThat(on("one", "false").exitCode()).isEqualTo(1);
    assertThat(on("one", "false").err())
        .contains("breaker api is open on this host; next probe in ");
    Resil.Result rejected = on("one", "echo", "ran");
    assertThat(rejected.exitCode()).isEqualTo(75);
    assertThat(rejected.err()).contains("echo was not run: breaker api is open on this host");
    assertThat(on("two", "true").err()).isEmpty();

    JsonNode status = bench.status("api");
    assertThat(status.get("state").asString()).isEqualTo("CLOSED");
    assertThat(status.get("policy").get("quorum_hosts").asInt()).isEqualTo(2);
    assertThat(status.get("quorum").get("hosts_failing").asInt()).isEqualTo(1);
    assertThat(status.get("hosts").get(0).get("host").asString()).isEqualTo("one");
    assertThat(status.get("hosts").get(0).get("state").asString()).isEqualTo("OPEN");
    assertThat(status.get("hosts").get(1).get("failing").asBoolean()).isFalse();
    bench.stored("api");

    assertThat(on("two", "false").exitCode()).isEqualTo(1);
    assertThat(on("two", "false").err()).contains("breaker api is open; next probe in ");
    assertThat(on("three", "echo", "ran").err()).contains("breaker api is open; next probe in ");
    assertThat(bench.state("api")).isEqualTo("OPEN");
  }

  @Test
  void shouldExplainAnInvalidQuorum() {
    for (String wrong : new String[] {"1", "0%", "101%", "most", ""}) {
      Resil.Result result =
          bench.run("--breaker", "api", "--quorum", wrong, "--", "echo", "ran").run();
      assertThat(result.exitCode()).isEqualTo(125);
      assertThat(result.out()).isEmpty();
      assertThat(result.errLines())
          .singleElement()
          .asString()
          .contains("--quorum", "2 or more hosts, or a percentage of hosts such as 50%");
    }
    assertThat(bench.run("--quorum", "2", "--", "true").run().err())
        .contains("--quorum: requires --breaker NAME");
  }
}
