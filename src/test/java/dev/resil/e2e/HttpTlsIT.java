package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS: trust, and the report of untrusted servers, once. */
class HttpTlsIT {
  private static final long DAY = 24 * 60 * 60 * 1000L;
  private static HeldCertificate authority;
  private static HeldCertificate good;

  @TempDir private Path folder;

  @BeforeAll
  static void certify() {
    authority =
        new HeldCertificate.Builder().certificateAuthority(0).commonName("test authority").build();
    good = server("localhost").build();
  }

  private static HeldCertificate.Builder server(String host) {
    return new HeldCertificate.Builder().addSubjectAlternativeName(host).signedBy(authority);
  }

  @BeforeEach
  void writeAuthority() throws IOException {
    Files.writeString(folder.resolve("ca.pem"), authority.certificatePem());
  }

  /** A server with a certificate; if clients are named, they must present theirs. */
  private static RecordingServer serving(
      HeldCertificate own, Optional<HeldCertificate> clients, X509Certificate... chain) {
    HandshakeCertificates.Builder certificates =
        new HandshakeCertificates.Builder().heldCertificate(own, chain);
    clients.ifPresent(ca -> certificates.addTrustedCertificate(ca.certificate()));
    try {
      SSLServerSocket socket =
          (SSLServerSocket)
              certificates
                  .build()
                  .sslContext()
                  .getServerSocketFactory()
                  .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      socket.setNeedClientAuth(clients.isPresent());
      return new RecordingServer(
          socket,
          (request, client) -> {
            client.getOutputStream().write(RecordingServer.answer("200 OK", "", "secure\n"));
            return false;
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Resil resil(RecordingServer server, String... arguments) {
    List<String> all = new ArrayList<>(List.of("http", "-b", "0", "--retry-on", "any"));
    all.addAll(List.of(arguments));
    all.add("https://localhost:" + server.port() + "/");
    return Resil.with(all.toArray(String[]::new)).in(folder);
  }

  private void assertRefused(Resil resil, RecordingServer server, String why) {
    Resil.Result result = resil.run();
    assertThat(result.exitCode()).as(result.err()).isEqualTo(35);
    assertThat(result.err()).contains("failed: " + why + " (attempt 1 of 3); not retried:");
    assertThat(server.taken()).isEmpty();
  }

  @Test
  void shouldTrustTheAuthorityNamedByTheUser() {
    try (RecordingServer server = serving(good, Optional.empty())) {
      assertThat(resil(server, "--cacert", "ca.pem").run().out()).isEqualTo("secure\n");
      assertThat(
              resil(server)
                  .variable("SSL_CERT_FILE", folder.resolve("ca.pem").toString())
                  .run()
                  .out())
          .isEqualTo("secure\n");
      assertThat(resil(server).variable("SSL_CERT_DIR", folder.toString()).run().out())
          .isEqualTo("secure\n");
      assertThat(resil(server, "-k").run().out()).isEqualTo("secure\n");
    }
  }

  /**
   * A bundle like that of a system: only one of many authorities is needed, and some are
   * unreadable.
   */
  @Test
  void shouldFindAnAuthorityAmongOthers() throws IOException {
    HeldCertificate root =
        new HeldCertificate.Builder().certificateAuthority(1).commonName("root").build();
    HeldCertificate old =
        new HeldCertificate.Builder().certificateAuthority(2).commonName("old root").build();
    HeldCertificate crossed =
        new HeldCertificate.Builder()
            .certificateAuthority(1)
            .commonName("root")
            .keyPair(root.keyPair())
            .signedBy(old)
            .build();
    HeldCertificate between =
        new HeldCertificate.Builder().certificateAuthority(0).signedBy(root).build();
    HeldCertificate own =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .signedBy(between)
            .build();
    bundle("new.pem", root);
    bundle("old.pem", old);
    bundle("both.pem", old, root);
    bundle("leaf.pem", own);
    bundle("others.pem");
    try (RecordingServer server =
        serving(own, Optional.empty(), between.certificate(), crossed.certificate())) {
      for (String trusted : List.of("new.pem", "old.pem", "both.pem", "leaf.pem")) {
        assertThat(resil(server, "--cacert", trusted).run().out())
            .as(trusted)
            .isEqualTo("secure\n");
      }
      server.taken();
      assertRefused(
          resil(server, "--cacert", "others.pem"),
          server,
          "the certificate is not trusted: not signed by a known authority");
    }
  }

  private void bundle(String file, HeldCertificate... trusted) throws IOException {
    StringBuilder pem =
        new StringBuilder("# some authorities\n").append(authority.certificatePem());
    pem.append("-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n");
    pem.append("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    for (HeldCertificate one : trusted) {
      pem.append(one.certificatePem());
    }
    Files.writeString(folder.resolve(file), pem);
  }

  @Test
  void shouldRefuseAnUnknownAuthority() {
    try (RecordingServer server = serving(good, Optional.empty())) {
      assertRefused(
          resil(server), server, "the certificate is not trusted: not signed by a known authority");
    }
  }

  @Test
  void shouldRefuseASelfSignedCertificate() {
    HeldCertificate own =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    try (RecordingServer server = serving(own, Optional.empty())) {
      assertRefused(
          resil(server, "--cacert", "ca.pem"),
          server,
          "the certificate is not trusted: not signed by a known authority");
    }
  }

  @Test
  void shouldRefuseAnExpiredCertificate() {
    long now = System.currentTimeMillis();
    HeldCertificate old = server("localhost").validityInterval(now - 2 * DAY, now - DAY).build();
    try (RecordingServer server = serving(old, Optional.empty())) {
      assertRefused(resil(server, "--cacert", "ca.pem"), server, "the certificate has expired");
      assertThat(resil(server, "-k").run().out()).isEqualTo("secure\n");
    }
  }

  @Test
  void shouldRefuseACertificateThatIsNotYetValid() {
    long now = System.currentTimeMillis();
    HeldCertificate early = server("localhost").validityInterval(now + DAY, now + 2 * DAY).build();
    try (RecordingServer server = serving(early, Optional.empty())) {
      assertRefused(
          resil(server, "--cacert", "ca.pem"), server, "the certificate is not yet valid");
    }
  }

  @Test
  void shouldRefuseAnotherHost() {
    try (RecordingServer server = serving(server("other.example").build(), Optional.empty())) {
      assertRefused(
          resil(server, "--cacert", "ca.pem"), server, "the certificate is for another host");
      assertThat(resil(server, "-k").run().out()).isEqualTo("secure\n");
    }
  }

  @Test
  void shouldRefuseACertificateThatNamesItsHostInTheCommonNameAlone() {
    HeldCertificate old =
        new HeldCertificate.Builder().commonName("localhost").signedBy(authority).build();
    try (RecordingServer server = serving(old, Optional.empty())) {
      assertRefused(
          resil(server, "--cacert", "ca.pem"),
          server,
          "the certificate names no host in a subjectAltName; a common name does not count");
      assertThat(resil(server, "-k").run().out()).isEqualTo("secure\n");
    }
  }

  /** Treats all connections to a port in the same way, and counts them. */
  private static AtomicInteger answering(ServerSocket socket, Talk talk) {
    AtomicInteger connections = new AtomicInteger();
    Talk.serve(
        socket,
        client -> {
          connections.incrementAndGet();
          talk.with(client);
        });
    return connections;
  }

  /** The reply of OpenSSL's server to TLS 1.1; {@link HttpNginxIT} tests nginx. */
  @Test
  void shouldRefuseAnOldProtocol() throws IOException {
    byte[] alert = {21, 3, 2, 0, 2, 2, 70};
    try (ServerSocket socket = RecordingServer.socket(0)) {
      AtomicInteger connections =
          answering(
              socket,
              client -> {
                client.getInputStream().read();
                client.getOutputStream().write(alert);
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
              });
      Resil.Result result =
          Resil.run(
              "http", "-b", "0", "--retry-on", "any", "https://localhost:" + socket.getLocalPort());
      assertThat(result.exitCode()).isEqualTo(35);
      assertThat(result.err())
          .contains("supports neither TLS 1.3 nor TLS 1.2 (attempt 1 of 3); not retried:");
      assertThat(connections).hasValue(1);
    }
  }

  /** Nothing was sent, so a POST may be retried. */
  @Test
  void shouldRetryIfTheConnectionBreaksDuringTheHandshake() throws IOException {
    try (ServerSocket socket = RecordingServer.socket(0)) {
      AtomicInteger connections = answering(socket, client -> client.getInputStream().read());
      Resil.Result result =
          Resil.run("http", "-b", "0", "-d", "x", "https://localhost:" + socket.getLocalPort());
      assertThat(result.exitCode()).as(result.err()).isEqualTo(7);
      assertThat(result.err()).contains("closed during the TLS handshake (attempt 3 of 3)");
      assertThat(connections).hasValue(3);
    }
  }

  @Test
  void shouldShowAClientCertificate() throws IOException {
    HeldCertificate clients = new HeldCertificate.Builder().certificateAuthority(0).build();
    HeldCertificate client = new HeldCertificate.Builder().signedBy(clients).build();
    HeldCertificate rsa = new HeldCertificate.Builder().rsa2048().signedBy(clients).build();
    Files.writeString(
        folder.resolve("both.pem"), client.certificatePem() + client.privateKeyPkcs8Pem());
    Files.writeString(folder.resolve("cert.pem"), rsa.certificatePem());
    Files.writeString(folder.resolve("key.pem"), rsa.privateKeyPkcs1Pem());
    try (RecordingServer server = serving(good, Optional.of(clients))) {
      String[] trust = {"--cacert", "ca.pem"};
      assertThat(resil(server, trust).append("--cert", "both.pem").run().out())
          .isEqualTo("secure\n");
      assertThat(resil(server, trust).append("--cert", "cert.pem", "--key", "key.pem").run().out())
          .isEqualTo("secure\n");
      server.taken();

      Resil.Result without = resil(server, trust).run();
      // in TLS 1.3 the refusal follows the handshake: the end of the connection may arrive first
      assertThat(without.exitCode()).as(without.err()).isIn(35, 56);
      assertThat(server.taken()).isEmpty();
    }
  }

  @Test
  void shouldNameTheUnusableFile() throws IOException {
    Files.writeString(folder.resolve("empty.pem"), "");
    Files.writeString(
        folder.resolve("broken.pem"),
        "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n");
    Files.writeString(folder.resolve("locked.pem"), good.certificatePem() + LOCKED);
    Files.writeString(folder.resolve("good.pem"), good.certificatePem());
    Files.writeString(folder.resolve("other key.pem"), authority.privateKeyPkcs8Pem());
    try (RecordingServer server = serving(good, Optional.empty())) {
      assertUseless(
          resil(server, "--cacert", "empty.pem"), "--cacert empty.pem: contains no certif");
      assertUseless(
          resil(server, "--cacert", "broken.pem"), "--cacert broken.pem: contains no certif");
      assertUseless(
          resil(server, "--cacert", "ca.pem", "--cert", "locked.pem"),
          "--cert locked.pem: the private key is encrypted; 'openssl pkey' decrypts it");
      assertUseless(
          resil(server, "--cert", "good.pem", "--key", "other key.pem"),
          "--key other key.pem: the private key does not belong to the certificate in good.pem");
      assertUseless(
          resil(server).variable("SSL_CERT_FILE", "/nonexistent"),
          "SSL_CERT_FILE /nonexistent: cannot be read: No such file or directory");
      assertThat(server.taken()).isEmpty();
    }
  }

  private static final String LOCKED =
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n-----END ENCRYPTED PRIVATE KEY-----\n";

  private static void assertUseless(Resil resil, String why) {
    Resil.Result result = resil.run();
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err()).contains(why);
  }
}
