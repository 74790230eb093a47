package dev.resil.tls;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;

/** Whether a certificate is for a server's name (RFC 9525): only its subjectAltName counts. */
public final class ServerIdentity {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private ServerIdentity() {}

  /**
   * Why a certificate is not for a host; empty if it is.
   *
   * @param host a name or an address, in ASCII
   */
  public static Optional<String> mismatch(X509Certificate certificate, String host) {
    List<String> names;
    List<String> addresses;
    try {
      names = names(certificate, DNS);
      addresses = names(certificate, ADDRESS);
    } catch (CertificateParsingException e) {
      return Optional.of("the certificate's subjectAltName cannot be read");
    }
    boolean matches =
        address(host)
            .map(own -> addresses.stream().anyMatch(name -> address(name).equals(Optional.of(own))))
            .orElseGet(() -> names.stream().anyMatch(name -> matches(name, host)));
    if (matches) {
      return Optional.empty();
    }
    return Optional.of(
        names.isEmpty() && addresses.isEmpty()
            ? "the certificate names no host in a subjectAltName; a common name does not count"
            : "the certificate is for another host");
  }

  private static List<String> names(X509Certificate certificate, int type)
      throws CertificateParsingException {
    Collection<List<?>> all = certificate.getSubjectAlternativeNames();
    List<String> names = new ArrayList<>();
    for (List<?> name : all == null ? List.<List<?>>of() : all) {
      if (name.get(0).equals(type) && name.get(1) instanceof String text) {
        names.add(text);
      }
    }
    return names;
  }

  private static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** An asterisk stands for a whole first label, with two more after it (6.3). */
  static boolean matches(String pattern, String host) {
    String name = pattern.toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (!name.startsWith("*.")) {
      return name.equals(host.toLowerCase(Locale.ROOT));
    }
    String domain = name.substring(1);
    int dot = host.indexOf('.');
    return domain.indexOf('.', 1) > 0
        && domain.indexOf('*') < 0
        && dot > 0
        && domain.equals(host.substring(dot).toLowerCase(Locale.ROOT));
  }

  /**
   * The name to ask a server for (RFC 6066, 3); empty if Java's own choice is right, or the host is
   * an address.
   */
  public static Optional<SNIServerName> indication(String host) {
    if (address(host).isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SNIHostName(host));
    } catch (IllegalArgumentException e) {
      return Optional.of(new AnyName(host)); // with an underscore, say
    }
  }

  /** A name that Java does not take for one. */
  private static final class AnyName extends SNIServerName {
    AnyName(String host) {
      super(0, host.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
