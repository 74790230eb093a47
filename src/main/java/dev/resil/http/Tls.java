package dev.resil.http;

import dev.resil.tls.Authorities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS as the policy has it; trust is the system's, read when it is needed. */
final class Tls {
  /** Where distributions keep their bundles: Debian, Fedora, openSUSE, Alpine and macOS. */
  private static final List<String> BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "/etc/ssl/ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private static final char[] NO_PASSWORD = {};

  private final X509TrustManager trust;
  private final SSLSocketFactory sockets;

  private Tls(X509TrustManager trust, SSLSocketFactory sockets) {
    this.trust = trust;
    this.sockets = sockets;
  }

  X509TrustManager trust() {
    return trust;
  }

  SSLSocketFactory sockets() {
    return sockets;
  }

  /**
   * What a policy comes to.
   *
   * @throws StoreException if a file that it names cannot be used
   */
  static Tls of(TlsPolicy policy, UnaryOperator<String> environment) throws StoreException {
    try {
      X509TrustManager trust =
          policy.insecure()
              ? new TrustEverybody()
              : new Authorities(authorities(policy, environment));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity(policy), new TrustManager[] {trust}, null);
      return new Tls(trust, context.getSocketFactory());
    } catch (GeneralSecurityException | IOException e) {
      throw new StoreException("cannot set up TLS: " + StoreException.reason(e));
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static List<byte[]> authorities(TlsPolicy policy, UnaryOperator<String> environment)
      throws IOException {
    if (policy.authorities().isPresent()) {
      return named("--cacert", policy.authorities().get());
    }
    Optional<String> file = variable(environment, "SSL_CERT_FILE");
    Optional<String> folder = variable(environment, "SSL_CERT_DIR");
    if (file.isPresent() || folder.isPresent()) {
      List<byte[]> certificates = new ArrayList<>();
      if (file.isPresent()) {
        certificates.addAll(named("SSL_CERT_FILE", Path.of(file.get())));
      }
      if (folder.isPresent()) {
        certificates.addAll(named("SSL_CERT_DIR", Path.of(folder.get())));
      }
      return certificates;
    }
    for (String bundle : BUNDLES) {
      if (Files.isReadable(Path.of(bundle))) {
        return Pem.encoded(Path.of(bundle));
      }
    }
    throw new StoreException(
        "there is no bundle of certificates on this system; install ca-certificates, or name one"
            + " with --cacert FILE or SSL_CERT_FILE");
  }

  private static Optional<String> variable(UnaryOperator<String> environment, String name) {
    return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isEmpty());
  }

  private static List<byte[]> named(String by, Path path) throws IOException {
    List<byte[]> certificates = new ArrayList<>();
    try {
      if (Files.isDirectory(path)) {
        for (Path file : files(path)) {
          certificates.addAll(Pem.encoded(file));
        }
      } else {
        certificates.addAll(Pem.encoded(path));
      }
    } catch (IOException e) {
      throw new StoreException(by + " " + path + ": " + StoreException.reason(e));
    }
    if (new Authorities(certificates).isEmpty()) {
      throw new StoreException(by + " " + path + ": holds no certificate in PEM");
    }
    return certificates;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static KeyManager[] identity(TlsPolicy policy)
      throws GeneralSecurityException, IOException {
    if (policy.identity().isEmpty()) {
      return new KeyManager[0];
    }
    Path file = policy.identity().get();
    KeyStore store = emptyStore();
    try {
      X509Certificate[] chain = Pem.certificates(file).toArray(X509Certificate[]::new);
      if (chain.length == 0) {
        throw new IllegalArgumentException("holds no certificate in PEM");
      }
      Path keyFile = policy.key().orElse(file);
      store.setKeyEntry("client", Pem.privateKey(keyFile), NO_PASSWORD, chain);
    } catch (IllegalArgumentException | IOException e) {
      throw new StoreException("--cert " + file + ": " + StoreException.reason(e));
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  /** {@code --insecure}: what the user asked for. */
  private static final class TrustEverybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      // nobody asks a client this
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      // every certificate will do
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
