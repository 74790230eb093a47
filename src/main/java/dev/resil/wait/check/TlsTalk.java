package dev.resil.wait.check;

import dev.resil.http.ConnectionPolicy;
import dev.resil.http.Faults;
import dev.resil.http.wire.Securing;
import dev.resil.outcome.Fault;
import dev.resil.text.Durations;
import dev.resil.text.IoReason;
import dev.resil.tls.Tls;
import dev.resil.tls.TlsException;
import dev.resil.wait.Answer;
import dev.resil.wait.Endpoint;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLSocket;

/**
 * A TLS handshake, and a look at the server's certificate.
 *
 * @param minValidity how long it must be valid
 */
record TlsTalk(
    Means means,
    ConnectionPolicy connection,
    Endpoint place,
    Duration minValidity,
    InstantSource clock)
    implements ConnectionCheck.Talk {
  /** The authorities. */
  interface Means {
    Tls tls() throws TlsException;
  }

  @Override
  public Answer with(Socket socket) throws IOException {
    Tls tls;
    try {
      tls = means.tls();
    } catch (TlsException e) {
      return Answer.unknown(e.getMessage());
    }
    Instant end;
    try {
      SSLSocket secured =
          Securing.of(
              tls, socket, place.host(), place.port(), List.of(), !connection.tls().insecure());
      X509Certificate certificate = (X509Certificate) secured.getSession().getPeerCertificates()[0];
      end = certificate.getNotAfter().toInstant();
    } catch (IOException e) {
      return ConnectionCheck.failed(
          Fault.TLS,
          Faults.certificate(e).orElseGet(() -> "the TLS handshake failed: " + IoReason.of(e)));
    }
    return clock.instant().plus(minValidity).isAfter(end)
        ? ConnectionCheck.failed(
            Fault.TLS,
            "the certificate is valid until %s, less than %s"
                .formatted(end, Durations.format(minValidity)))
        : Answer.holds("the certificate is valid until " + end);
  }
}
