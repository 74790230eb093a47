package dev.resil.http;

import dev.resil.match.Fault;
import dev.resil.match.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;

/** From exceptions to outcomes. */
final class Faults {
  private Faults() {}

  /** What a failure comes to. */
  static Outcome outcome(IOException e, HttpUrl url, Timeline timeline) {
    if (e instanceof StoreException store) {
      return new Outcome.ResilFailed(store.getMessage());
    } else if (cause(e, UnknownHostException.class).isPresent()) {
      return unanswered(Fault.DNS, "cannot resolve " + url.host());
    } else if (certificate(e).isPresent()) {
      return unanswered(Fault.TLS, certificate(e).get());
    } else if (timeline.reached()) {
      return unanswered(Fault.READ, broken(e));
    } else if (timeline.securing()) {
      return isLost(e)
          ? unanswered(
              Fault.CONNECT, "the connection to " + place(url) + " broke off before TLS was up")
          : unanswered(Fault.TLS, "no TLS with " + place(url) + ": " + message(e));
    }
    return unanswered(Fault.CONNECT, "cannot connect to " + place(url) + ": " + message(e));
  }

  private static Outcome unanswered(Fault fault, String reason) {
    return new Outcome.Unanswered(fault, reason);
  }

  private static String place(HttpUrl url) {
    return Address.hostAndPort(url);
  }

  /** Why a certificate is not trusted, empty where it is not about one. */
  static Optional<String> certificate(IOException e) {
    if (e instanceof SSLPeerUnverifiedException) {
      return Optional.of("the certificate is for another host");
    } else if (cause(e, CertificateExpiredException.class).isPresent()) {
      return Optional.of("the certificate has expired");
    } else if (cause(e, CertificateNotYetValidException.class).isPresent()) {
      return Optional.of("the certificate is not valid yet");
    } else if (cause(e, CertPathValidatorException.class).isPresent()) {
      return Optional.of(
          "the certificate is not trusted: "
              + message(cause(e, CertPathValidatorException.class).get()));
    }
    return cause(e, CertificateException.class)
        .map(cause -> "the certificate is not trusted: no known authority signed it");
  }

  /** Whether the other side went away, rather than refused. */
  private static boolean isLost(IOException e) {
    return !(e instanceof SSLException)
        || cause(e, EOFException.class).isPresent()
        || cause(e, java.net.SocketException.class).isPresent();
  }

  private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static String broken(IOException e) {
    String message = message(e);
    if (message.startsWith("unexpected end of stream on")) {
      return "the server closed the connection without an answer";
    } else if (cause(e, EOFException.class).isPresent()
        || message.equals("unexpected end of stream")) {
      return "the answer broke off";
    } else if (e instanceof InterruptedIOException) {
      return "the answer did not come in time";
    }
    return message;
  }

  /** The innermost words say it best: those around them repeat the address. */
  private static String message(Throwable e) {
    boolean around = e.getCause() instanceof IOException && e.getCause().getMessage() != null;
    String message = around ? e.getCause().getMessage() : e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
