package dev.resil.http.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where connections go instead of the host and port of a URL, with curl's syntax.
 *
 * @param family the addresses to use
 * @param fixed names with addresses of their own, the last one first
 * @param detours other hosts for connections
 * @param unixSocket a socket of this machine for every connection
 */
public record Routes(
    Family family, List<Fixed> fixed, List<Detour> detours, Optional<UnixSocket> unixSocket) {
  /** Every address of the host that its name has. */
  public static final Routes DIRECT =
      new Routes(Family.ANY, List.of(), List.of(), Optional.empty());

  private static final String HOST = "(\\[[^\\]]*]|[^:\\[\\]]*)";
  private static final Pattern FIXED = Pattern.compile("\\+?" + HOST + ":(\\d{1,5}):(.+)");
  private static final Pattern DETOUR =
      Pattern.compile(HOST + ":(\\d{0,5}):" + HOST + ":(\\d{0,5})");

  /** A family of addresses. */
  public enum Family {
    /** IPv4 and IPv6. */
    ANY,
    /** IPv4. */
    IPV4,
    /** IPv6. */
    IPV6;

    boolean has(InetAddress address) {
      return switch (this) {
        case ANY -> true;
        case IPV4 -> address instanceof Inet4Address;
        case IPV6 -> !(address instanceof Inet4Address);
      };
    }
  }

  /**
   * The addresses of a host.
   *
   * @param host in lower case, {@code *} for any
   */
  public record Fixed(String host, int port, List<InetAddress> addresses) {
    /** Copies the list. */
    public Fixed {
      addresses = List.copyOf(addresses);
    }

    /**
     * Reads {@code HOST:PORT:ADDRESS[,ADDRESS]...}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Fixed parse(String text) {
      Matcher parts = FIXED.matcher(text);
      if (!parts.matches() || parts.group(1).isEmpty()) {
        throw new IllegalArgumentException("write it as HOST:PORT:ADDRESS[,ADDRESS]");
      }
      List<InetAddress> addresses = new ArrayList<>();
      for (String address : parts.group(3).split(",", -1)) {
        try {
          addresses.add(InetAddress.ofLiteral(bare(address)));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("has an invalid address; write it like 127.0.0.1", e);
        }
      }
      return new Fixed(bare(parts.group(1)), portOf(parts.group(2)).orElseThrow(), addresses);
    }

    private boolean isFor(Endpoint endpoint) {
      return port == endpoint.port()
          && (host.equals("*") || host.equals(endpoint.host().toLowerCase(Locale.ROOT)));
    }
  }

  /** A host and a port. */
  record Endpoint(String host, int port) {}

  /** Another host or port for connections; an empty part means any, or the same. */
  public record Detour(
      Optional<String> host, OptionalInt port, Optional<String> toHost, OptionalInt toPort) {
    /**
     * Reads {@code HOST1:PORT1:HOST2:PORT2}, of which each part may be empty.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Detour parse(String text) {
      Matcher parts = DETOUR.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException("write it as HOST1:PORT1:HOST2:PORT2");
      }
      return new Detour(
          Optional.of(bare(parts.group(1))).filter(host -> !host.isEmpty()),
          portOf(parts.group(2)),
          Optional.of(bare(parts.group(3))).filter(host -> !host.isEmpty()),
          portOf(parts.group(4)));
    }

    private boolean isFor(Endpoint endpoint) {
      boolean same = host.isEmpty() || host.get().equals(endpoint.host().toLowerCase(Locale.ROOT));
      return same && (port.isEmpty() || port.getAsInt() == endpoint.port());
    }

    private Endpoint from(Endpoint endpoint) {
      return new Endpoint(toHost.orElse(endpoint.host()), toPort.orElse(endpoint.port()));
    }
  }

  /** Copies the lists. */
  public Routes {
    fixed = List.copyOf(fixed);
    detours = List.copyOf(detours);
  }

  /** In lower case and without brackets. */
  private static String bare(String host) {
    return host.replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
  }

  private static OptionalInt portOf(String digits) {
    if (digits.isEmpty()) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(digits);
    if (port > 0xffff) {
      throw new IllegalArgumentException("has an invalid port; it must be at most 65535");
    }
    return OptionalInt.of(port);
  }

  /** The host and port to connect to instead. */
  Endpoint detour(String host, int port) {
    Endpoint endpoint = new Endpoint(host, port);
    return detours.stream()
        .filter(detour -> detour.isFor(endpoint))
        .findFirst()
        .map(detour -> detour.from(endpoint))
        .orElse(endpoint);
  }

  /** Whether a name stands for this machine, whatever a name server says (RFC 6761, 6.3). */
  private static boolean isLocal(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "").endsWith(".localhost");
  }

  /**
   * The addresses of a host.
   *
   * @throws UnknownHostException if it has none of the family
   */
  List<InetAddress> addresses(Endpoint endpoint) throws UnknownHostException {
    Optional<Fixed> own = fixed.stream().filter(one -> one.isFor(endpoint)).findFirst();
    List<InetAddress> all =
        own.isPresent()
            ? own.get().addresses()
            : isLocal(endpoint.host())
                ? List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"))
                : Stream.of(InetAddress.getAllByName(endpoint.host())).toList();
    List<InetAddress> usable = all.stream().filter(family::has).toList();
    if (usable.isEmpty()) {
      throw new UnknownHostException(endpoint.host());
    }
    return usable;
  }
}
