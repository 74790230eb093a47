package dev.resil.http;

import dev.resil.http.coding.UnacceptableBodyException;
import dev.resil.http.wire.ContentChangedException;
import dev.resil.http.wire.ProxyException;
import dev.resil.http.wire.RefusedException;
import dev.resil.http.wire.Url;
import dev.resil.http.wire.WireException;
import dev.resil.outcome.Fault;
import dev.resil.outcome.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Converts exceptions to outcomes. */
public final class Faults {
  /** Java's name for the alert (RFC 8446, 6.2). */
  private static final String OLD_VERSION = "(protocol_version)";

  private static final Pattern ABOUT_CERTIFICATES =
      Pattern.compile(
          "Received fatal alert: (\\w*certificate\\w*|unknown_ca|access_denied|decrypt_error)");

  /** How Java tells an alert of TLS. */
  private static final Pattern ALERT =
      Pattern.compile("(?:\\(\\w+\\) )?Received fatal alert: (\\w+)");

  private Faults() {}

  /** The outcome of a failure. */
  static Outcome outcome(IOException e, Url url, Timeline timeline) {
    if (e instanceof LocalFailureException local) {
      return new Outcome.ResilFailed(local.getMessage());
    } else if (e instanceof ContentChangedException) {
      return new Outcome.ResilFailed(e.getMessage());
    } else if (e instanceof ProxyException proxy) {
      return unanswered(proxy.isUnknownName() ? Fault.DNS : Fault.CONNECT, proxy.getMessage());
    } else if (cause(e, UnknownHostException.class).isPresent()) {
      return unanswered(
          Fault.DNS,
          url.host().indexOf('%') < 0
              ? "cannot resolve " + url.hostText()
              : "no network interface has the address [" + url.host() + "]");
    } else if (certificate(e).isPresent()) {
      return unanswered(Fault.TLS, certificate(e).get());
    } else if (isTooOld(e)) {
      return unanswered(Fault.TLS, place(url) + " supports neither TLS 1.3 nor TLS 1.2");
    } else if (isClientRefused(e)) {
      return unanswered(Fault.TLS, place(url) + " rejected the client certificate: " + message(e));
    } else if (timeline.reached()) {
      return unanswered(Fault.READ, broken(e));
    } else if (timeline.isSecuring()) {
      return isLost(e)
          ? unanswered(
              Fault.CONNECT, "the connection to " + place(url) + " closed during the TLS handshake")
          : unanswered(
              Fault.TLS, "the TLS handshake with " + place(url) + " failed: " + message(e));
    }
    return unanswered(Fault.CONNECT, "cannot connect to " + place(url) + ": " + message(e));
  }

  /** Why another attempt cannot succeed; empty if it can. */
  static Optional<String> permanentReason(IOException e) {
    if (certificate(e).isPresent() || isClientRefused(e)) {
      return Optional.of("retrying will not change the certificate");
    } else if (e instanceof UnacceptableBodyException) {
      return Optional.of("retrying will not change the response");
    } else if (isTooOld(e)) {
      return Optional.of("retrying will not change the server's TLS version");
    }
    return e instanceof ProxyException proxy && proxy.status().orElse(500) < 500
        ? Optional.of("the proxy refuses the request")
        : Optional.empty();
  }

  /** Whether the server refused a request without acting on it (RFC 9113, 8.7). */
  static boolean wasRefused(IOException e) {
    return e instanceof RefusedException;
  }

  /** Whether server and client have no common version of TLS. */
  private static boolean isTooOld(IOException e) {
    return e instanceof SSLException && String.valueOf(e.getMessage()).contains(OLD_VERSION);
  }

  /** Whether the server rejected the client; in TLS 1.3 it reports that after the handshake. */
  private static boolean isClientRefused(IOException e) {
    return e instanceof SSLException
        && ABOUT_CERTIFICATES.matcher(String.valueOf(e.getMessage())).find();
  }

  private static Outcome unanswered(Fault fault, String reason) {
    return new Outcome.Unanswered(fault, reason);
  }

  private static String place(Url url) {
    return url.hostAndPort();
  }

  /** Why a certificate is not trusted; empty if the failure has another cause. */
  public static Optional<String> certificate(IOException e) {
    if (e instanceof SSLPeerUnverifiedException) {
      return Optional.of(e.getMessage());
    } else if (cause(e, CertificateExpiredException.class).isPresent()) {
      return Optional.of("the certificate has expired");
    } else if (cause(e, CertificateNotYetValidException.class).isPresent()) {
      return Optional.of("the certificate is not yet valid");
    } else if (cause(e, CertPathValidatorException.class).isPresent()) {
      return Optional.of(
          "the certificate is not trusted: "
              + message(cause(e, CertPathValidatorException.class).get()));
    }
    return cause(e, CertificateException.class)
        .map(cause -> "the certificate is not trusted: not signed by a known authority");
  }

  /** Whether the connection was lost, rather than refused. */
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
    if (!(e instanceof WireException) && cause(e, EOFException.class).isPresent()) {
      return "the response was cut off";
    } else if (e instanceof InterruptedIOException) {
      return "the response did not arrive in time";
    }
    return message;
  }

  /** The innermost message, which is the most precise: outer ones repeat the address. */
  private static String message(Throwable e) {
    boolean around = e.getCause() instanceof IOException && e.getCause().getMessage() != null;
    String message = around ? e.getCause().getMessage() : e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : ALERT.matcher(message).replaceFirst("the alert $1");
  }
}
