package dev.resil.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes TLS contexts. */
public final class Tls {
  /** OpenSSL's own variable. */
  private static final String VARIABLE = "SSL_CERT_FILE";

  /** Where systems keep the certificates that they trust: Debian, Red Hat, SUSE, Alpine, macOS. */
  private static final List<String> SYSTEM_FILES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private Tls() {}

  /**
   * A context that trusts and shows what the files say.
   *
   * @param environment a variable's value, or null where it is unset
   * @throws TlsException where a file can't be used
   */
  public static SSLContext context(TlsFiles files, Function<String, String> environment)
      throws TlsException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(files), trust(files.authorities(), environment), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsException("TLS: cannot be set up: " + e.getMessage());
    }
  }

  /** The JDK's own list is as old as this program; the system's is kept. */
  private static TrustManager[] trust(
      Optional<Path> authorities, Function<String, String> environment)
      throws GeneralSecurityException, TlsException {
    if (authorities.isPresent()) {
      return new TrustManager[] {Authorities.trusting(Pem.certificates(authorities.get()))};
    }
    Optional<Path> bundle = ofSystem(environment);
    if (bundle.isPresent()) {
      return new TrustManager[] {Pem.authorities(bundle.get())};
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return factory.getTrustManagers();
  }

  private static Optional<Path> ofSystem(Function<String, String> environment) {
    return Stream.concat(
            Stream.ofNullable(environment.apply(VARIABLE)).filter(name -> !name.isEmpty()),
            SYSTEM_FILES.stream())
        .map(Path::of)
        .filter(Files::isReadable)
        .findFirst();
  }

  private static KeyManager[] keys(TlsFiles files)
      throws GeneralSecurityException, IOException, TlsException {
    if (files.certificate().isEmpty()) {
      return new KeyManager[0];
    }
    Path certificate = files.certificate().get();
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "client",
        Pem.key(files.key().orElse(certificate)),
        new char[0],
        Pem.certificates(certificate).toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
