package dev.resil.wait.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.files.UserPath;
import dev.resil.wait.Answer;
import dev.resil.wait.Condition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckTest {
  @TempDir Path folder;

  private long now;

  private FileCheck check(boolean notEmpty, Optional<Duration> stable) {
    Path file = folder.resolve("file");
    return new FileCheck(
        new Condition.File(new UserPath(file.toString()), notEmpty), stable, () -> now);
  }

  private void write(String content) throws Exception {
    Files.writeString(folder.resolve("file"), content);
  }

  @Test
  void shouldHoldIfThereIsAFile() throws Exception {
    FileCheck check = check(false, Optional.empty());
    assertThat(check.answer()).isEqualTo(Answer.fails("does not exist"));
    write("");
    assertThat(check.answer()).isEqualTo(Answer.holds("exists"));
  }

  @Test
  void shouldHoldIfAFileIsNotEmpty() throws Exception {
    FileCheck check = check(true, Optional.empty());
    assertThat(check.answer()).isEqualTo(Answer.fails("does not exist"));
    write("");
    assertThat(check.answer()).isEqualTo(Answer.fails("is empty"));
    write("x");
    assertThat(check.answer()).isEqualTo(Answer.holds("exists"));
  }

  @Test
  void shouldHoldIfAFileHasNotChangedForATime() throws Exception {
    FileCheck check = check(false, Optional.of(Duration.ofSeconds(3)));
    write("x");
    assertThat(check.answer().state()).isEqualTo(Answer.State.FAILS);
    now += 2_000_000_000;
    write("xy");
    assertThat(check.answer().state()).isEqualTo(Answer.State.FAILS);
    now += 2_000_000_000;
    assertThat(check.answer().state()).isEqualTo(Answer.State.FAILS);
    now += 1_000_000_000;
    assertThat(check.answer()).isEqualTo(Answer.holds("unchanged for 3s"));
  }

  @Test
  void shouldStartOverIfAFileWasGone() throws Exception {
    FileCheck check = check(false, Optional.of(Duration.ofSeconds(3)));
    write("x");
    check.answer();
    Files.delete(folder.resolve("file"));
    check.answer();
    now += 5_000_000_000L;
    write("x");
    assertThat(check.answer().state()).isEqualTo(Answer.State.FAILS);
  }
}
