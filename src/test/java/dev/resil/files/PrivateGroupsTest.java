package dev.resil.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateGroupsTest {
  private static final List<String> USERS =
      List.of(
          "root:x:0:0:root:/root:/bin/sh",
          "me:x:1000:1000::/home/me:/bin/sh",
          "you:x:1001:100::/home/you:/bin/sh",
          "they:x:1002:100::/home/they:/bin/sh",
          "us:x:1003:1003::/:/bin/sh",
          "malformed");
  private static final List<String> GROUPS =
      List.of(
          "root:x:0:",
          "me:x:1000:me",
          "users:x:100:",
          "us:x:1003:us,you",
          "extra:x:50:me",
          "malformed");

  @ParameterizedTest
  @CsvSource({
    "0, 0, true",
    "1000, 1000, true",
    "1001, 1000, false",
    "1001, 100, false",
    "1003, 1003, false",
    "1000, 50, false",
    "1000, 4711, false"
  })
  void shouldKnowAGroupOfOnesOwn(int user, int group, boolean own) {
    assertThat(new PrivateGroups(USERS, GROUPS).isOnlyMember(user, group)).isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1000, 1000"})
  void shouldTrustNoGroupOfAnUnknownSystem(int user, int group) {
    assertThat(new PrivateGroups(List.of(), List.of()).isOnlyMember(user, group)).isFalse();
  }
}
