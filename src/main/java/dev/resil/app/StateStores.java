package dev.resil.app;

import dev.resil.cli.options.UsageException;
import dev.resil.posix.Posix;
import dev.resil.posix.RawEnvironment;
import dev.resil.redis.RedisAddress;
import dev.resil.redis.RedisPlace;
import dev.resil.redis.RedisStateStore;
import dev.resil.state.FallbackStateStore;
import dev.resil.state.FileStateStore;
import dev.resil.state.NoStateStore;
import dev.resil.state.StateException;
import dev.resil.state.StateLocation;
import dev.resil.state.StateStore;
import dev.resil.state.Stores;
import dev.resil.state.Strictness;
import dev.resil.stats.StoredTallies;
import dev.resil.text.Printable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Wires the store of all state: a folder, or Redis, whose classes are loaded only if it is used.
 */
final class StateStores {
  private static final String OPTION = "--state";

  private StateStores() {}

  /**
   * The stores that the option or the environment names.
   *
   * @param place the option's value
   * @param strict whether a damaged record is an error rather than moved aside
   * @param notices receives notices about the store, one line each
   * @throws UsageException if it is a URL that cannot be used
   */
  static Stores stores(Optional<String> place, boolean strict, Consumer<String> notices) {
    Strictness strictness = strict ? Strictness.STRICT : Strictness.LENIENT;
    if (isShared(place)) {
      return Shared.stores(server(place), strictness, notices);
    }
    return beside(folder(place, strictness, notices));
  }

  /**
   * Whether state is on a server.
   *
   * @throws UsageException if the place is a URL of another kind
   */
  static boolean isShared(Optional<String> place) {
    String named = named(place);
    if (named == null) {
      return false;
    } else if (named.startsWith("redis") && RedisAddress.isOne(named)) {
      return true;
    }
    rejectUrl(source(place), named);
    return false;
  }

  /**
   * The server of shared state.
   *
   * @throws UsageException if its URL cannot be used
   */
  static RedisPlace server(Optional<String> place) {
    try {
      return RedisPlace.parse(named(place), RawEnvironment::get);
    } catch (IllegalArgumentException e) {
      // the value itself may hold a password
      throw new UsageException(source(place) + ": " + e.getMessage());
    }
  }

  private static String named(Optional<String> place) {
    return place.orElseGet(() -> RawEnvironment.get(StateLocation.VARIABLE));
  }

  private static String source(Optional<String> place) {
    return place.isPresent() ? OPTION : StateLocation.VARIABLE;
  }

  private static Stores beside(StateStore records) {
    return new Stores(records, new StoredTallies(records));
  }

  /**
   * Rejects a folder's name with {@code ://}: it is a misspelt URL, which may contain a password.
   */
  private static void rejectUrl(String source, String place) {
    int colon = place.indexOf("://");
    if (colon > 0) {
      throw new UsageException(
          "%s %s://...: unsupported scheme; use %s, or a folder"
              .formatted(
                  source,
                  Printable.of(place.substring(0, colon)),
                  "redis://, rediss://, redis-sentinel://, redis-cluster://"));
    }
  }

  private static StateStore folder(
      Optional<String> name, Strictness strictness, Consumer<String> notices) {
    try {
      return new FileStateStore(
          StateLocation.choose(name, RawEnvironment::get), strictness, notices);
    } catch (StateException e) {
      return new NoStateStore(e);
    }
  }

  /**
   * The folder of state, beside a server if there is one; empty if all state is on the server.
   *
   * @throws StateException if it is not known
   */
  static Optional<Path> folder(Optional<String> place) throws StateException {
    if (!isShared(place)) {
      return Optional.of(StateLocation.choose(place, RawEnvironment::get));
    }
    Optional<RedisPlace.Folder> beside = server(place).folder();
    return beside.isPresent() ? Optional.of(Shared.path(beside.get())) : Optional.empty();
  }

  /** State shared with other hosts. */
  private static final class Shared {
    static Stores stores(RedisPlace place, Strictness strictness, Consumer<String> notices) {
      RedisStateStore redis =
          new RedisStateStore(place.address(), strictness, notices, Shared::random);
      return place
          .folder()
          .map(folder -> withFallback(redis, local(folder, strictness, notices), notices))
          .orElseGet(() -> new Stores(redis, redis.tallies()));
    }

    private static Stores withFallback(
        RedisStateStore redis, StateStore own, Consumer<String> notices) {
      FallbackStateStore records = new FallbackStateStore(redis, own, notices);
      return new Stores(records, records.tallies(redis.tallies(), new StoredTallies(own)));
    }

    private static StateStore local(
        RedisPlace.Folder folder, Strictness strictness, Consumer<String> notices) {
      try {
        return new FileStateStore(path(folder), strictness, notices);
      } catch (StateException e) {
        return new NoStateStore(e);
      }
    }

    static Path path(RedisPlace.Folder folder) throws StateException {
      return folder.name().isPresent()
          ? StateLocation.choose(folder.name(), RawEnvironment::get)
          : StateLocation.defaultFolder(RawEnvironment::get);
    }

    private static long random() {
      byte[] bytes = new byte[Long.BYTES];
      Posix.get().random(bytes);
      return ByteBuffer.wrap(bytes).getLong();
    }
  }
}
