package dev.resil.fallback;

import dev.resil.cache.CacheKey;
import java.time.Duration;
import java.util.Optional;

/**
 * The configured fallbacks and caching.
 *
 * @param line the command line run with {@code sh -c} if the run fails
 * @param limit the time limit of the command line
 * @param file the file whose content is printed if the run fails
 * @param key the cache key; empty: no output is cached
 * @param fresh the greatest age at which a copy replaces the attempts (--cache-ttl)
 * @param stale the greatest age at which a copy is printed if the run fails (--stale-if-error)
 */
public record FallbackPlan(
    Optional<String> line,
    Optional<Duration> limit,
    Optional<String> file,
    Optional<CacheKey> key,
    Optional<Duration> fresh,
    Optional<Duration> stale) {}
