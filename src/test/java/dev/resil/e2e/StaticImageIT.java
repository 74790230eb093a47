package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.resil.Needs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The static binary, in a root folder with nothing else. */
class StaticImageIT {
  /** Program headers that name an interpreter (System V ABI, PT_INTERP): the dynamic loader. */
  private static final int PT_INTERP = 3;

  @TempDir private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    assumeTrue(Resil.isNative(), "the program under test is not the native binary");
    assumeTrue(isStatic(Path.of(Resil.program())), "it is linked with a shared C library");
    Needs.programs("unshare", "chroot");
    Needs.that(new Shell(root).run("unshare -r true").exitCode() == 0, "a user namespace");
    Files.copy(Path.of(Resil.program()), root.resolve("resil"));
  }

  private static boolean isStatic(Path program) throws IOException {
    ByteBuffer elf =
        ByteBuffer.wrap(Files.newInputStream(program).readNBytes(4096))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (elf.get(4) != 2) {
      return false; // not of 64 bits
    }
    int headers = (int) elf.getLong(32);
    for (int i = 0; i < elf.getShort(56); i++) {
      if (elf.getInt(headers + i * elf.getShort(54)) == PT_INTERP) {
        return false;
      }
    }
    return true;
  }

  private Resil.Result inRoot(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "unshare", "-r", Needs.find("chroot").orElseThrow().toString(), root.toString()));
    all.add("/resil");
    all.addAll(List.of(arguments));
    return Resil.under(all).run();
  }

  @Test
  void shouldRunAnotherStaticProgram() {
    Resil.Result result =
        inRoot("run", "-n", "2", "-b", "0", "-t", "1m", "--", "/resil", "--version");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("resil ");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void shouldNameACommandThatIsMissing() {
    Resil.Result result = inRoot("run", "--", "sh", "-c", ":");
    assertThat(result.err()).startsWith("resil: sh was not found").hasLineCount(1);
    assertThat(result.exitCode()).isEqualTo(127);
  }

  @Test
  void shouldKeepABreakersState() {
    for (int i = 0; i < 2; i++) {
      inRoot("run", "-q", "-n", "1", "--state", "/state", "--breaker", "b", "--", "/resil", "-X");
    }
    assertThat(inRoot("breaker", "status", "b", "--state", "/state").out()).contains("2 failed");
  }

  /** The name of a trial file is random, and there is no device for it. */
  @Test
  void shouldTryItsFoldersWithoutDevices() throws IOException {
    Files.createDirectory(root.resolve("tmp"));

    Resil.Result result = inRoot("doctor", "--state", "/tmp");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).containsPattern("state +/tmp: writable");
  }

  @Test
  void shouldGetOverTls() throws Exception {
    HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    HeldCertificate own =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("127.0.0.1")
            .signedBy(authority)
            .build();
    Files.writeString(root.resolve("ca.pem"), authority.certificatePem());
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder().heldCertificate(own).build();
    try (RecordingServer server =
        new RecordingServer(
            certificates.sslContext().getServerSocketFactory().createServerSocket(0),
            (request, client) -> {
              client.getOutputStream().write(RecordingServer.answer("200 OK", "", "secure\n"));
              return false;
            })) {
      Resil.Result result =
          inRoot("http", "--cacert", "/ca.pem", "https://127.0.0.1:" + server.port() + "/");
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).isEqualTo("secure\n");
    }
  }
}
