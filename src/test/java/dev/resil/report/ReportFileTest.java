package dev.resil.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.resil.posix.Posix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
  @TempDir private Path folder;
  private final Posix posix = Posix.get();
  private final List<String> lines = new ArrayList<>();

  private void write(Path file, String content) {
    ReportFile.at("--report", file.toString(), posix).write(content, lines::add);
  }

  @Test
  void shouldWriteANewFileAsOneLine() throws IOException {
    Path file = folder.resolve("report.json");
    write(file, "{\"ä\":1}");
    assertThat(file).content(UTF_8).isEqualTo("{\"ä\":1}\n");
    assertThat(names()).as("no temporary file is left").containsExactly("report.json");
    assertThat(lines).isEmpty();
  }

  @Test
  void shouldReplaceAFileWithoutEverChangingIt() throws IOException {
    Path file = Files.writeString(folder.resolve("report.json"), "old and longer\n");
    try (InputStream opened = Files.newInputStream(file)) {
      write(file, "new");
      assertThat(file).hasContent("new\n");
      assertThat(opened).as("what a reader has open").hasContent("old and longer\n");
    }
    assertThat(names()).containsExactly("report.json");
  }

  @Test
  void shouldFollowTheUmask() throws IOException {
    Path like = Files.createFile(folder.resolve("like")); // 0666 without the umask's bits
    Path file = folder.resolve("report.json");
    write(file, "{}");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(like));
  }

  @Test
  void shouldKeepThePermissionsOfTheFileItReplaces() throws IOException {
    Path file = Files.writeString(folder.resolve("report.json"), "old");
    for (String permissions : List.of("rw-------", "rw-rw-rw-", "r--r--r--")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      write(file, permissions);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo(permissions);
      assertThat(file).hasContent(permissions + "\n");
    }
  }

  @Test
  void shouldReplaceTheTargetOfALinkAndKeepTheLink() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));
    write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(target).isRegularFile().hasContent("new\n");
  }

  @Test
  void shouldFollowTheFileEvenIfTheNameIsAsLongAsNamesCanBe() throws IOException {
    Path file = folder.resolve("n".repeat(255));
    write(file, "{}");
    assertThat(lines).isEmpty();
    assertThat(file).hasContent("{}\n");
  }

  @Test
  void shouldWriteToAFifo() throws Exception {
    Path fifo = fifo();
    int reader = posix.open(fifo.toString(), false, true);
    write(fifo, "{}");
    byte[] read = new byte[10];
    assertThat(posix.read(reader, read, 0, read.length)).isEqualTo(3);
    assertThat(posix.close(reader)).isZero();
    assertThat(new String(read, 0, 3, UTF_8)).isEqualTo("{}\n");
    assertThat(Files.isRegularFile(fifo, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(lines).isEmpty();
  }

  @Test
  void shouldNotWaitForAReaderOfAFifo() throws Exception {
    Path fifo = fifo();
    write(fifo, "{}");
    assertThat(lines)
        .containsExactly("resil: --report " + fifo + ": not written: it has no reader");
  }

  private Path fifo() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  /** As with {@code --report >(jq .)} in bash. */
  @Test
  void shouldWriteToAnUnnamedPipe() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "Linux");
    Path fifo = fifo();
    int reader = posix.open(fifo.toString(), false, true);
    Files.delete(fifo);
    write(Path.of("/dev/fd", Integer.toString(reader)), "{}");
    assertThat(lines).isEmpty();
    byte[] read = new byte[10];
    assertThat(posix.read(reader, read, 0, read.length)).isEqualTo(3);
    assertThat(posix.close(reader)).isZero();
    assertThat(new String(read, 0, 3, UTF_8)).isEqualTo("{}\n");
  }

  @Test
  void shouldWriteToADevice() {
    write(Path.of("/dev/null"), "{}");
    assertThat(lines).isEmpty();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void shouldRefuseAnUnusableFileBeforehand() throws IOException {
    refused("", "the name is empty");
    refused("/", "is a folder; name a file in it");
    refused(folder.toString(), "is a folder; name a file in it");
    refused(folder.resolve("missing/report.json").toString(), "the folder does not exist");
    Path file = Files.createFile(folder.resolve("file"));
    refused(file.resolve("report.json").toString(), "the folder does not exist");
    refused("a\0b", "the name contains a NUL character");
    refused(folder.resolve("n".repeat(256)).toString(), "File name too long; name another file");
    assertThat(names()).as("nothing was written").containsExactly("file");
  }

  private static void refused(String name, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReportFile.at("--report", name, Posix.get()))
        .withMessageStartingWith(why);
  }

  @Test
  void shouldReportAFailureToWriteAtTheEnd() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("gone\n"));
    ReportFile report = ReportFile.at("--report", gone.resolve("report.json").toString(), posix);
    Files.delete(gone);
    report.write("{}", lines::add);
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("resil: --report " + folder + "/gone\\n/report.json: not written: ")
        .doesNotContain("\n");
  }

  @Test
  void shouldNotReplaceAFolderThatAppearsMeanwhile() throws IOException {
    Path file = folder.resolve("report.json");
    ReportFile report = ReportFile.at("--report", file.toString(), posix);
    Files.createDirectory(file);
    report.write("{}", lines::add);
    assertThat(lines).hasSize(1);
    assertThat(file).isEmptyDirectory();
    assertThat(names()).containsExactly("report.json");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
