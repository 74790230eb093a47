package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of hosts, resolved by the C library: in a network of its own with a name server. */
class HttpNamesIT {
  @TempDir private Path folder;

  @BeforeEach
  void needsANetwork() {
    Needs.programs("unshare", "mount", "ip");
    Needs.that(
        new Shell(folder).run("unshare -rmn ip link set lo up").exitCode() == 0,
        "a network namespace");
  }

  /** Runs a script beside the name server; nothing listens at the addresses that it knows. */
  private Shell.Result run(String settings, String script) throws Exception {
    Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\n" + settings);
    Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost listed\n");
    Path classes =
        Path.of(NameServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String inside =
        """
        set -e
        export PATH=$PATH:/usr/sbin:/sbin
        ip link set lo up
        mount --bind resolv.conf /etc/resolv.conf
        mount --bind hosts /etc/hosts
        mkfifo ready
        "$1" -cp "$2" dev.resil.e2e.NameServer >ready &
        trap "kill $!" EXIT
        read -r line <ready
        get() { "$RESIL" http -n 1 --connect-timeout 20s "http://$1:1/" 2>&1 | sed "s/^/$1: /"; }
        """
            + script;
    return new Shell(folder)
        .run(
            "exec unshare -rmn bash -c \"$1\" bash \"$2\" \"$3\"",
            inside,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            classes.toString());
  }

  private static final String REFUSED = "Connection refused";

  @Test
  void shouldFindNamesOfEveryKind() throws Exception {
    Shell.Result result =
        run(
            "search lost.test found.test\noptions ndots:1\n",
            "for host in four.test six.test large.test web listed localhost; do get $host; done");
    assertThat(result.out().lines())
        .as(result.err())
        .hasSize(6)
        .allMatch(line -> line.contains(REFUSED));
  }

  @Test
  void shouldNameAHostThatIsNotFound() throws Exception {
    Shell.Result result =
        run("options timeout:1 attempts:1\n", "get no-such.test; get failing.test");
    assertThat(result.out())
        .isEqualTo(
            """
            no-such.test: resil: GET http://no-such.test:1/ failed: cannot resolve no-such.test (attempt 1 of 1); no attempts left
            failing.test: resil: GET http://failing.test:1/ failed: cannot resolve failing.test (attempt 1 of 1); no attempts left
            """);
  }

  @Test
  void shouldNotWaitForASilentServer() throws Exception {
    Shell.Result result =
        run(
            "options timeout:30 attempts:5\n",
            "\"$RESIL\" http -n 2 -b 0 --connect-timeout 300ms http://silent.test:1/ || echo $?");
    assertThat(result.err()).contains("within 300ms (attempt 2 of 2)");
    assertThat(result.out()).isEqualTo("7\n");
  }
}
