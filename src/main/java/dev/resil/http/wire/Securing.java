package dev.resil.http.wire;

import dev.resil.tls.ServerIdentity;
import dev.resil.tls.Tls;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** The TLS handshake over an open connection. */
public final class Securing {
  private Securing() {}

  /**
   * Makes the handshake.
   *
   * @param host a name or an address, as in the certificate
   * @param protocols to offer (ALPN); may be empty
   * @param verifies whether the certificate must be for the host
   */
  public static SSLSocket of(
      Tls tls, Socket socket, String host, int port, List<String> protocols, boolean verifies)
      throws IOException {
    SSLSocket secured = (SSLSocket) tls.sockets().createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setApplicationProtocols(protocols.toArray(String[]::new));
    ServerIdentity.indication(host).ifPresent(name -> parameters.setServerNames(List.of(name)));
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    if (verifies) {
      X509Certificate certificate = (X509Certificate) secured.getSession().getPeerCertificates()[0];
      Optional<String> mismatch = ServerIdentity.mismatch(certificate, host);
      if (mismatch.isPresent()) {
        throw new SSLPeerUnverifiedException(mismatch.get());
      }
    }
    return secured;
  }
}
