package dev.resil.tls;

import dev.resil.files.UserPath;
import dev.resil.posix.SystemRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
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

/**
 * TLS with certificates and keys from files. By default it trusts the system's current authorities:
 * the JDK's own list is as old as this program.
 */
public final class Tls {
  /** The CA bundles of Debian, Fedora, openSUSE, Alpine and macOS. */
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  /** OpenSSL's own variables. */
  private static final List<String> VARIABLES = List.of("SSL_CERT_FILE", "SSL_CERT_DIR");

  private static final char[] NO_PASSWORD = {};

  private final X509TrustManager trust;
  private final SSLSocketFactory sockets;

  private Tls(X509TrustManager trust, KeyManager[] identity) throws GeneralSecurityException {
    SystemRandom.provide();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identity, new TrustManager[] {trust}, null);
    this.trust = trust;
    this.sockets = context.getSocketFactory();
  }

  /** The judge of certificates. */
  public X509TrustManager trust() {
    return trust;
  }

  /** The factory of TLS sockets. */
  public SSLSocketFactory sockets() {
    return sockets;
  }

  /**
   * TLS that trusts the authorities in the files, else the system's.
   *
   * @param environment a variable's value, or null if it is unset
   * @throws TlsException if a file cannot be used
   */
  public static Tls of(TlsFiles files, UnaryOperator<String> environment) throws TlsException {
    return of(files, new Authorities(authorities(files, environment)));
  }

  /**
   * TLS without verification of the server.
   *
   * @throws TlsException if a file cannot be used
   */
  public static Tls insecure(TlsFiles files) throws TlsException {
    return of(files, new TrustEverybody());
  }

  private static Tls of(TlsFiles files, X509TrustManager trust) throws TlsException {
    try {
      return new Tls(trust, identity(files));
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsException("TLS: cannot be set up: " + e.getMessage());
    }
  }

  private static List<byte[]> authorities(TlsFiles files, UnaryOperator<String> environment)
      throws TlsException {
    List<TlsFile> named =
        files.authorities().map(List::of).orElseGet(() -> namedIn(environment).toList());
    if (named.isEmpty()) {
      return bundle();
    }
    List<byte[]> certificates = new ArrayList<>();
    for (TlsFile file : named) {
      certificates.addAll(Pem.authorities(file));
    }
    return certificates;
  }

  private static Stream<TlsFile> namedIn(UnaryOperator<String> environment) {
    return VARIABLES.stream()
        .flatMap(name ->
            Optional.ofNullable(environment.apply(name))
                .filter(value -> !value.isEmpty())
                .map(value -> new TlsFile(name, new UserPath(value)))
                .stream());
  }

  private static List<byte[]> bundle() throws TlsException {
    Optional<Path> bundle = BUNDLES.stream().filter(Files::isReadable).findFirst();
    if (bundle.isEmpty()) {
      throw new TlsException(
          "TLS: no CA certificates found on this system; install ca-certificates, or set"
              + " SSL_CERT_FILE");
    }
    return Pem.encoded(new TlsFile("bundle", new UserPath(bundle.get().toString())));
  }

  private static KeyManager[] identity(TlsFiles files)
      throws GeneralSecurityException, IOException, TlsException {
    if (files.certificate().isEmpty()) {
      return new KeyManager[0];
    }
    TlsFile certificate = files.certificate().get();
    KeyStore store = emptyStore();
    PrivateKey key = Pem.privateKey(files.key().orElse(certificate));
    X509Certificate[] chain = Pem.chain(certificate).toArray(X509Certificate[]::new);
    if (!KeyPairs.match(key, chain[0].getPublicKey())) {
      throw files
          .key()
          .orElse(certificate)
          .unusable(
              "the private key does not belong to the certificate in "
                  + certificate.path().shown());
    }
    store.setKeyEntry("client", key, NO_PASSWORD, chain);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static final class TrustEverybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      // a client never calls this
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      // accepts every certificate
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
