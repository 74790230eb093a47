package dev.resil.fallback;

import dev.resil.cache.CacheKey;
import java.time.Duration;
import java.util.Optional;

/**
 * What answers in place of attempts.
 *
 * @param line for {@code sh}, where the run failed
 * @param file whose content answers where the run failed
 * @param key under which outputs are kept; empty: none are
 * @param fresh a copy at most so old makes attempts needless
 * @param stale a copy at most so old answers where the run failed
 */
public record FallbackPlan(
    Optional<String> line,
    Optional<String> file,
    Optional<CacheKey> key,
    Optional<Duration> fresh,
    Optional<Duration> stale) {}
