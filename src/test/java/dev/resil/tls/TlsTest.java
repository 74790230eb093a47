package dev.resil.tls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @Test
  void shouldLeaveOutOfTheSystemsCertificatesWhatCannotBeRead() throws IOException {
    Path bundle = folder.resolve("bundle.pem");
    Map<String, String> environment = Map.of("SSL_CERT_FILE", bundle.toString());

    Files.writeString(bundle, BROKEN);
    assertThatThrownBy(() -> Tls.context(TlsFiles.NONE, environment::get))
        .hasMessage(bundle + ": holds no certificate in PEM");
    Files.writeString(bundle, BROKEN + new HeldCertificate.Builder().build().certificatePem());
    assertThatCode(() -> Tls.context(TlsFiles.NONE, environment::get)).doesNotThrowAnyException();
  }

  @Test
  void shouldReadAllOfTheCertificatesThatTheUserNames() throws IOException {
    Path file = folder.resolve("ca.pem");
    TlsFiles named = new TlsFiles(Optional.of(file), Optional.empty(), Optional.empty());

    Files.writeString(file, "");
    assertThatThrownBy(() -> Tls.context(named, name -> null))
        .hasMessage(file + ": holds no certificate in PEM");
    Files.writeString(file, BROKEN + new HeldCertificate.Builder().build().certificatePem());
    assertThatThrownBy(() -> Tls.context(named, name -> null))
        .hasMessage(file + ": holds a certificate that cannot be read");
  }
}
