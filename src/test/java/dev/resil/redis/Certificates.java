package dev.resil.redis;

import dev.resil.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A test authority and certificates that it signs, created by openssl. */
public final class Certificates {
  private final Path folder;
  private final Pair authority;

  /** A certificate and its key, in PEM. */
  public record Pair(Path certificate, Path key) {}

  /** An authority that keeps its files in a folder. */
  public Certificates(Path folder) {
    this.folder = folder;
    authority = make("authority");
  }

  /** The authority's own certificate. */
  public Pair authority() {
    return authority;
  }

  /** Signs a certificate for a client, or for a server with names such as {@code IP:127.0.0.1}. */
  public Pair signed(String name, String... alternatives) {
    List<String> options =
        new ArrayList<>(
            List.of("-CA", authority.certificate.toString(), "-CAkey", authority.key.toString()));
    if (alternatives.length > 0) {
      options.addAll(List.of("-addext", "subjectAltName=" + String.join(",", alternatives)));
    }
    options.addAll(List.of("-addext", "basicConstraints=critical,CA:FALSE"));
    return make(name, options.toArray(String[]::new));
  }

  private Pair make(String name, String... options) {
    Pair pair = new Pair(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-keyout",
                pair.key.toString(),
                "-out",
                pair.certificate.toString()));
    command.addAll(List.of(options));
    Needs.programs("openssl");
    try {
      Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (openssl.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return pair;
  }
}
