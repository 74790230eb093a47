package dev.resil.tls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.files.UserPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final String BROKEN =
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

  @TempDir private Path folder;

  private Path bundle(String text) throws IOException {
    return Files.writeString(folder.resolve("bundle.pem"), text);
  }

  private static String certificate() {
    return new HeldCertificate.Builder().build().certificatePem();
  }

  @Test
  void shouldSkipUnreadableEntries() throws IOException {
    Map<String, String> environment = Map.of("SSL_CERT_FILE", bundle(BROKEN).toString());
    assertThatThrownBy(() -> Tls.of(TlsFiles.NONE, environment::get))
        .hasMessage("SSL_CERT_FILE " + bundle(BROKEN) + ": contains no certificate in PEM");
    bundle(BROKEN + certificate());
    assertThatCode(() -> Tls.of(TlsFiles.NONE, environment::get)).doesNotThrowAnyException();
  }

  /** The user wants to trust these, not the system's authorities. */
  @Test
  void shouldNeverTrustTheSystemInPlaceOfAFileThatIsNamed() throws IOException {
    Path missing = folder.resolve("misspelt.pem");
    for (String variable : new String[] {"SSL_CERT_FILE", "SSL_CERT_DIR"}) {
      Map<String, String> environment = Map.of(variable, missing.toString());
      assertThatThrownBy(() -> Tls.of(TlsFiles.NONE, environment::get))
          .hasMessage(variable + " " + missing + ": cannot be read: No such file or directory");
    }
    TlsFiles named =
        new TlsFiles(
            Optional.of(new TlsFile("cacert", new UserPath(bundle("no PEM").toString()))),
            Optional.empty(),
            Optional.empty());
    assertThatThrownBy(() -> Tls.of(named, name -> null))
        .hasMessage("cacert " + folder.resolve("bundle.pem") + ": contains no certificate in PEM");
  }

  @Test
  void shouldTrustAllFilesOfAFolder() throws IOException {
    bundle(certificate());
    Map<String, String> environment = Map.of("SSL_CERT_DIR", folder.toString());
    assertThatCode(() -> Tls.of(TlsFiles.NONE, environment::get)).doesNotThrowAnyException();
  }
}
