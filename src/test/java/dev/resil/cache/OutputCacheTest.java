package dev.resil.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputCacheTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final String KILOBYTE = "x".repeat(1024);

  @TempDir Path above;

  private OutputCache cache;

  @BeforeEach
  void open() {
    cache = new OutputCache(above.resolve("resil"), 4096);
  }

  private void keep(String key, Instant at, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    cache.keep(CacheKey.named(key), "cmd", at, Map.of(), bytes.length, out -> out.write(bytes));
  }

  private List<String> keys() throws IOException {
    return cache.list().stream().map(Copy::key).toList();
  }

  @Test
  void shouldReplaceACopyUnderTheSameKey() throws Exception {
    keep("a", NOON, "old");
    keep("a", NOON.plusSeconds(1), "newer");

    Copy copy = cache.find(CacheKey.named("a")).orElseThrow();
    assertThat(copy.size()).isEqualTo(5);
    assertThat(Files.readString(copy.file()).substring(copy.bodyStart())).isEqualTo("newer");
    assertThat(keys()).containsExactly("a");
  }

  @Test
  void shouldForgetTheOldestIfTheFolderIsFull() throws Exception {
    keep("second", NOON.plusSeconds(1), KILOBYTE);
    keep("first", NOON, KILOBYTE);
    keep("third", NOON.plusSeconds(2), KILOBYTE);
    keep("fourth", NOON.plusSeconds(3), KILOBYTE);

    assertThat(keys()).containsExactly("second", "third", "fourth");
  }

  @Test
  void shouldNotKeepAnOutputBeyondTheLimitOfTheFolder() throws Exception {
    keep("a", NOON, "kept");

    assertThatThrownBy(() -> keep("b", NOON, KILOBYTE.repeat(5)))
        .hasMessage("5120 bytes exceed the limit of the cache");
    assertThat(keys()).containsExactly("a");
  }

  @Test
  void shouldIgnoreADamagedCopy() throws Exception {
    keep("a", NOON, "whole");
    Path file = cache.find(CacheKey.named("a")).orElseThrow().file();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

    assertThat(cache.find(CacheKey.named("a"))).isEmpty();
    Files.writeString(file, "not json\n");
    assertThat(cache.find(CacheKey.named("a"))).isEmpty();
    assertThat(keys()).isEmpty();
  }

  @Test
  void shouldLeaveNothingBehindOfACopyThatCannotBeWritten() throws Exception {
    assertThatThrownBy(() ->
            cache.keep(
                CacheKey.named("a"),
                "cmd",
                NOON,
                Map.of(),
                3,
                out -> {
                  throw new IOException("disk full");
                }))
        .hasMessage("disk full");
    assertThat(above.resolve("resil")).isEmptyDirectory();
  }

  @Test
  void shouldComputeTheAgeOfACopy() throws Exception {
    keep("a", NOON, "");
    Copy copy = cache.find(CacheKey.named("a")).orElseThrow();

    assertThat(copy.isWithin(Duration.ofSeconds(5), NOON.plusSeconds(5))).isTrue();
    assertThat(copy.isWithin(Duration.ofSeconds(5), NOON.plusSeconds(6))).isFalse();
    // a clock that was set back
    assertThat(copy.isWithin(Duration.ofSeconds(5), NOON.minusSeconds(1))).isFalse();
  }

  @Test
  void shouldMakeKeysOfWordsThatDoNotRunIntoEachOther() {
    assertThat(CacheKey.ofCommand(List.of("a", "bc"), "/"))
        .isNotEqualTo(CacheKey.ofCommand(List.of("ab", "c"), "/"))
        .isNotEqualTo(CacheKey.ofCommand(List.of("a", "bc"), "/x"))
        .isEqualTo(CacheKey.ofCommand(List.of("a", "bc"), "/"));
    // bytes that are not UTF-8 are lone surrogates
    assertThat(CacheKey.ofCommand(List.of("\udc80"), "/"))
        .isNotEqualTo(CacheKey.ofCommand(List.of("\udc81"), "/"));
  }

  @Test
  void shouldUseTheXdgCacheFolder() throws Exception {
    assertThat(OutputCache.defaultFolder(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")::get))
        .hasToString("/c/resil");
    assertThat(OutputCache.defaultFolder(Map.of("XDG_CACHE_HOME", "c", "HOME", "/h")::get))
        .hasToString("/h/.cache/resil");
    assertThatThrownBy(() -> OutputCache.defaultFolder(name -> null))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldFindACopyWithALongKey() throws Exception {
    cache = new OutputCache(above.resolve("resil"));
    String key = "k".repeat(20_000);
    keep(key, NOON, "text");
    assertThat(cache.find(CacheKey.named(key))).isPresent();
    assertThat(keys()).containsExactly(key);
    assertThatThrownBy(() -> keep(key.repeat(4), NOON, "text"))
        .hasMessage("the key is too long; use a shorter one");
  }

  @Test
  void shouldRemoveLeftoversOfKilledRuns() throws Exception {
    keep("a", NOON, "text");
    Path left = Files.createFile(above.resolve("resil/.1.tmp"));
    Files.setLastModifiedTime(left, FileTime.from(NOON.minus(Duration.ofHours(2))));
    Path young = Files.createFile(above.resolve("resil/.2.tmp"));
    Files.setLastModifiedTime(young, FileTime.from(NOON));
    keep("b", NOON, "text");
    assertThat(left).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void shouldClearUnreadableCopiesToo() throws Exception {
    cache.clear(NOON);
    keep("a", NOON, "text");
    keep("b", NOON, "text");
    Files.writeString(cache.find(CacheKey.named("b")).orElseThrow().file(), "noise");
    cache.clear(NOON);
    assertThat(above.resolve("resil")).isEmptyDirectory();
  }
}
