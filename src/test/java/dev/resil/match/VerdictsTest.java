package dev.resil.match;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static final Outcome OK = new Outcome.Exit(0);
  private static final Outcome FAILED = new Outcome.Exit(1);
  private static final Outcome KILLED = new Outcome.Signal(9);
  private static final Outcome TIMEOUT = new Outcome.Timeout();
  private static final Outcome MISSING = new Outcome.NotFound("No such file or directory");
  private static final Outcome UNUSABLE = new Outcome.NotExecutable("Permission denied");

  @Test
  void shouldTakeExitCodeZeroAloneForSuccess() {
    assertThat(Verdicts.DEFAULT.isSuccess(OK)).isTrue();
    assertThat(new Outcome[] {FAILED, KILLED, TIMEOUT, MISSING, UNUSABLE})
        .noneMatch(Verdicts.DEFAULT::isSuccess);
  }

  @Test
  void shouldRetryEveryFailureThatMayPass() {
    assertThat(new Outcome[] {FAILED, KILLED, TIMEOUT}).allMatch(Verdicts.DEFAULT::isRetried);
    assertThat(new Outcome[] {MISSING, UNUSABLE}).noneMatch(Verdicts.DEFAULT::isRetried);
  }

  @Test
  void shouldFillEmptyListsWithTheDefaults() {
    assertThat(verdicts("", "", "")).isEqualTo(Verdicts.DEFAULT);
  }

  @Test
  void shouldRetryNothingButWhatIsNamed() {
    Verdicts verdicts = verdicts("", "1,timeout", "");
    assertThat(new Outcome[] {FAILED, TIMEOUT}).allMatch(verdicts::isRetried);
    assertThat(new Outcome[] {new Outcome.Exit(2), KILLED, MISSING}).noneMatch(verdicts::isRetried);
  }

  @Test
  void shouldNotRetryWhatBothListsName() {
    Verdicts verdicts = verdicts("", "0-255", "1");
    assertThat(verdicts.isRetried(FAILED)).isFalse();
    assertThat(verdicts.isRetried(new Outcome.Exit(2))).isTrue();
    assertThat(verdicts("", "not-found", "not-found").isRetried(MISSING)).isFalse();
  }

  @Test
  void shouldRetryAMissingCommandOnlyWhereItIsNamed() {
    assertThat(verdicts("", "not-found", "").isRetried(MISSING)).isTrue();
    assertThat(verdicts("", "any,not-found", "").isRetried(UNUSABLE)).isFalse();
    assertThat(verdicts("", "any", "").isRetried(MISSING)).isFalse();
    assertThat(verdicts("", "", "5").isRetried(MISSING)).isFalse();
  }

  @Test
  void shouldTakeWhatIsNamedForSuccessAndNothingElse() {
    Verdicts verdicts = verdicts("3,timeout", "", "");
    assertThat(new Outcome[] {new Outcome.Exit(3), TIMEOUT}).allMatch(verdicts::isSuccess);
    assertThat(verdicts.isSuccess(OK)).isFalse();
    assertThat(verdicts.isRetried(OK)).isTrue();
  }

  private static Verdicts verdicts(String success, String retry, String noRetry) {
    return Verdicts.of(set(success), set(retry), set(noRetry));
  }

  private static OutcomeSet set(String list) {
    return list.isEmpty() ? OutcomeSet.NONE : OutcomeSet.parse(list);
  }
}
