package dev.resil.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hosts that are reached without a proxy: {@code *}, or a list separated by commas or spaces of
 * names with all their subdomains, addresses and networks ({@code 10.0.0.0/8}, {@code fd00::/8}),
 * each for every port or for one ({@code host:8080}).
 *
 * @param items its items
 */
record NoProxy(List<Item> items) {
  private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[.*]):(\\d{1,5})");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /** Copies the list. */
  NoProxy {
    items = List.copyOf(items);
  }

  /** An item of the list. */
  record Item(Hosts hosts, OptionalInt port) {}

  /** Some hosts. */
  private sealed interface Hosts {
    /** Every host. */
    record All() implements Hosts {}

    /** A name and its subdomains. */
    record Domain(String name) implements Hosts {}

    /** Addresses with the same first bits. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Network(byte[] address, int bits) implements Hosts {}

    /** An invalid network. */
    record None() implements Hosts {}
  }

  /** Reads a list. As in curl, what cannot match does no harm. */
  static NoProxy parse(String list) {
    return new NoProxy(
        Arrays.stream(list.split("[\\s,]+", -1))
            .filter(word -> !word.isEmpty())
            .map(NoProxy::item)
            .toList());
  }

  private static Item item(String word) {
    Matcher port = WITH_PORT.matcher(word);
    return port.matches()
        ? new Item(hosts(port.group(1)), OptionalInt.of(Integer.parseInt(port.group(2))))
        : new Item(hosts(word), OptionalInt.empty());
  }

  private static Hosts hosts(String word) {
    if (word.equals("*")) {
      return new Hosts.All();
    }
    int slash = word.indexOf('/');
    String host = slash < 0 ? word : word.substring(0, slash);
    Optional<byte[]> address = address(host);
    if (address.isPresent()) {
      int most = address.get().length * Byte.SIZE;
      return slash < 0
          ? new Hosts.Network(address.get(), most)
          : network(address.get(), word, most);
    }
    String name = trimmed(host.startsWith("*.") ? host.substring(2) : host);
    return name.isEmpty() || slash >= 0 ? new Hosts.None() : new Hosts.Domain(name);
  }

  private static Hosts network(byte[] address, String word, int most) {
    String bits = word.substring(word.indexOf('/') + 1);
    boolean valid = bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= most;
    return valid ? new Hosts.Network(address, Integer.parseInt(bits)) : new Hosts.None();
  }

  /** Whether a host is reached without a proxy. */
  boolean covers(String host, int port) {
    Optional<byte[]> address = address(host);
    return items.stream()
        .filter(item -> item.port().isEmpty() || item.port().getAsInt() == port)
        .anyMatch(item ->
            switch (item.hosts()) {
              case Hosts.All() -> true;
              case Hosts.Domain(String name) -> address.isEmpty() && isBelow(trimmed(host), name);
              case Hosts.Network(byte[] network, int bits) ->
                  address.filter(bytes -> isWithin(bytes, network, bits)).isPresent();
              case Hosts.None() -> false;
            });
  }

  private static boolean isBelow(String host, String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }

  private static boolean isWithin(byte[] address, byte[] network, int bits) {
    if (address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((address[bit / Byte.SIZE] ^ network[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** A name in lower case without dots at its ends. */
  private static String trimmed(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("^\\.+|\\.+$", "");
  }

  /** The bytes of an address, without a zone; one of IPv4 mapped into IPv6 is one of IPv4. */
  private static Optional<byte[]> address(String host) {
    String text = host.replaceAll("^\\[|]$", "").replaceFirst("(?s)%.*", "");
    if (!IPV4.matcher(text).matches() && text.indexOf(':') < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
