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
    String source = place.isPresent() ? OPTION : StateLocation.VARIABLE;
    String named = place.orElseGet(() -> RawEnvironment.get(StateLocation.VARIABLE));
    if (named != null && isShared(named)) {
      return Shared.stores(source, named, strictness, notices);
    } else if (named != null) {
      rejectUrl(source, named);
    }
    return beside(folder(place, strictness, notices));
  }

  private static Stores beside(StateStore records) {
    return new Stores(records, new StoredTallies(records));
  }

  private static boolean isShared(String place) {
    return place.startsWith("redis") && RedisAddress.isOne(place);
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

  /** State shared with other hosts. */
  private static final class Shared {
    static Stores stores(
        String source, String text, Strictness strictness, Consumer<String> notices) {
      RedisPlace place = parse(source, text);
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

    private static RedisPlace parse(String source, String text) {
      try {
        return RedisPlace.parse(text, RawEnvironment::get);
      } catch (IllegalArgumentException e) {
        // the value itself may hold a password
        throw new UsageException(source + ": " + e.getMessage());
      }
    }

    private static StateStore local(
        RedisPlace.Folder folder, Strictness strictness, Consumer<String> notices) {
      try {
        return new FileStateStore(
            folder.name().isPresent()
                ? StateLocation.choose(folder.name(), RawEnvironment::get)
                : StateLocation.defaultFolder(RawEnvironment::get),
            strictness,
            notices);
      } catch (StateException e) {
        return new NoStateStore(e);
      }
    }

    private static long random() {
      byte[] bytes = new byte[Long.BYTES];
      Posix.get().random(bytes);
      return ByteBuffer.wrap(bytes).getLong();
    }
  }
}
