package dev.resil.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.resil.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Packages of {@code scripts/package} with the native binary, installed and removed. */
@EnabledIf("dev.resil.e2e.Resil#isNative")
class PackagesIT {
  private static final List<String> INSTALLED =
      List.of(
          "bin/resil",
          "share/man/man1/resil.1.gz",
          "share/man/man1/resil-http.1.gz",
          "share/man/man5/resil-config.5.gz",
          "share/bash-completion/completions/resil",
          "share/zsh/vendor-completions/_resil",
          "share/fish/vendor_completions.d/resil.fish",
          "share/doc/resil/copyright");

  /** A user who installs a package has a home and the system's programs. */
  private static final String INSTALLER =
      "set -e; export HOME=${HOME:-/root} PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin\n";

  @TempDir static Path folder;

  /** Created once, since compressing the binary takes seconds. */
  private static Path dist;

  @TempDir Path prefix;

  @BeforeEach
  void makePackages() {
    if (dist == null) {
      Path made = folder.resolve("dist");
      Shell.Result result =
          new Shell(DocPage.PROJECT).run("scripts/package \"$RESIL\" \"$1\"", made.toString());
      assertThat(result.exitCode()).as(result.err()).isZero();
      dist = made;
    }
  }

  private Shell.Result run(String script, String... arguments) {
    return new Shell(dist).run(INSTALLER + script, arguments);
  }

  @Test
  void shouldHaveChecksumsOfEverything() throws IOException {
    Shell.Result result = run("sha256sum -c SHA256SUMS");

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    try (Stream<Path> files = Files.list(dist)) {
      assertThat(result.out().lines()).hasSize((int) files.count() - 1);
    }
  }

  @Test
  void shouldBeInstalledFromTheTarballAndRemoved() {
    Shell.Result result =
        run(
            """
            "$1/scripts/install" --from . --prefix "$2"
            (cd "$2" && find . -type f | sort)
            env -i PATH=/usr/bin:/bin "$2/bin/resil" run -q -- echo "it runs"
            "$1/scripts/install" --uninstall --prefix "$2"
            find "$2" -type f
            """,
            DocPage.PROJECT.toString(),
            prefix.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out().lines())
        .containsAll(INSTALLED.stream().map(file -> "./" + file).toList())
        .containsSubsequence("it runs", "removed resil from " + prefix)
        .endsWith("removed resil from " + prefix);
  }

  @Test
  void shouldInstallNothingFromADamagedTarball() {
    Shell.Result result =
        run(
            """
            cp -r . "$2/from"
            echo more >>"$(ls "$2"/from/*.tar.gz)"
            "$1/scripts/install" --from "$2/from" --prefix "$2/to"
            """,
            DocPage.PROJECT.toString(),
            prefix.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("does not match SHA256SUMS; nothing was installed");
    assertThat(prefix.resolve("to")).doesNotExist();
  }

  /** Stands in for cosign, which needs Sigstore's service: it says what it was asked to verify. */
  private static final String COSIGN =
      """
      mkdir "$2/bin"
      cat >"$2/bin/cosign" <<'END'
      #!/bin/sh
      printf 'cosign: %s\\n' "$@" >&2
      exit "$(cat "${0%/*}/code")"
      END
      chmod +x "$2/bin/cosign"
      cp -r . "$2/from"
      echo '{}' >"$2/from/SHA256SUMS.sigstore.json"
      PATH=$2/bin:$PATH
      """;

  @Test
  void shouldInstallNothingThatItsReleaseHasNotSigned() {
    Shell.Result result =
        run(
            COSIGN
                + """
                echo 1 >"$2/bin/code"
                "$1/scripts/install" --from "$2/from" --prefix "$2/to" --signed-by some.one/resil
                """,
            DocPage.PROJECT.toString(),
            prefix.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err().lines())
        .contains(
            "cosign: verify-blob",
            "cosign: https://token.actions.githubusercontent.com",
            "cosign:"
                + " ^https://github\\.com/some\\.one/resil/\\.github/workflows/release\\.yml@refs/tags/v[^/]*$",
            "install: SHA256SUMS is not signed by a release of some.one/resil; nothing was"
                + " installed");
    assertThat(prefix.resolve("to")).doesNotExist();
  }

  @Test
  void shouldInstallWhatItsReleaseHasSigned() {
    Shell.Result result =
        run(
            COSIGN
                + """
                echo 0 >"$2/bin/code"
                "$1/scripts/install" --from "$2/from" --prefix "$2/to" --signed-by some.one/resil
                rm "$2/from/SHA256SUMS.sigstore.json"
                ! "$1/scripts/install" --from "$2/from" --prefix "$2/other" --signed-by some.one/resil
                """,
            DocPage.PROJECT.toString(),
            prefix.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(prefix.resolve("to/bin/resil")).exists();
    assertThat(result.err()).contains("cannot get SHA256SUMS.sigstore.json");
    assertThat(prefix.resolve("other")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resil", "a/b/c", "/resil", "a/", "a/b c", "a/$(touch x)"})
  void shouldRejectASignerThatIsNoRepository(String signer) {
    Shell.Result result =
        run(
            "\"$1/scripts/install\" --from . --prefix \"$2/to\" --signed-by \"$3\"",
            DocPage.PROJECT.toString(),
            prefix.toString(),
            signer);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains(signer + " is not the OWNER/REPOSITORY of a signer");
    assertThat(prefix.resolve("to")).doesNotExist();
  }

  @Test
  void shouldBeTheSameBytesIfMadeAgain() {
    Shell.Result result =
        run(
            """
            umask 077
            TZ=Asia/Tokyo LC_ALL=C "$1/scripts/package" "$RESIL" "$2/again"
            cmp SHA256SUMS "$2/again/SHA256SUMS"
            """,
            DocPage.PROJECT.toString(),
            prefix.toString());

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
  }

  @Test
  void shouldKeepTheOldVersionIfTheNewOneCannotBeWritten() {
    Shell.Result result =
        run(
            """
            install=$1/scripts/install
            "$install" --from . --prefix "$2" >/dev/null
            rm -r "$2/share/fish"
            : >"$2/share/fish"
            ! "$install" --from . --prefix "$2"
            env -i PATH=/usr/bin:/bin "$2/bin/resil" run -q -- echo "it runs"
            find "$2" -name '*.new'
            "$install" --uninstall --prefix "$2"
            """,
            DocPage.PROJECT.toString(),
            prefix.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("the installed files are unchanged");
    assertThat(result.out()).isEqualTo("it runs\nremoved resil from %s\n".formatted(prefix));
    assertThat(prefix.resolve("bin/resil")).doesNotExist();
  }

  @Test
  void shouldRemoveFilesThatOnlyTheOldVersionHad() {
    Shell.Result result =
        run(
            """
            unset HOME
            "$1/scripts/install" --from . --prefix "$2" >/dev/null
            : >"$2/share/old"
            echo share/old >>"$2/share/resil/installed"
            "$1/scripts/install" --from . --prefix "$2" >/dev/null
            (cd "$2" && find . -type f | sort)
            cat "$2/share/resil/installed"
            """,
            DocPage.PROJECT.toString(),
            prefix.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("./bin/resil\n", "\nbin/resil\n")
        .doesNotContain("share/old", ".new");
  }

  @Test
  void shouldBeADebianPackageThatIsInstalledAndRemoved() {
    Needs.programs("dpkg-deb");
    // a separate root without other packages, so dependencies are not checked
    Shell.Result result =
        run(
            """
            deb=$(ls *.deb)
            dpkg-deb --field "$deb" Version Maintainer
            mkdir -p "$1/var/lib/dpkg/info" "$1/var/lib/dpkg/updates" "$1/var/lib/dpkg/triggers"
            : >"$1/var/lib/dpkg/status"
            set -- dpkg --root="$1" --log=/dev/null --force-not-root --force-depends "$1"
            "${@:1:5}" --install "$deb" >/dev/null 2>&1
            (cd "$6/usr" && find . -type f | sort)
            "$6/usr/bin/resil" run -q -- echo "it runs"
            "${@:1:5}" --purge resil >/dev/null 2>&1
            find "$6" -path "$6/var" -prune -o -type f -print
            """,
            prefix.toString());

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out().lines())
        .containsAll(INSTALLED.stream().map(file -> "./" + file).toList())
        .endsWith("it runs");
    assertThat(result.out())
        .contains("Version: ")
        .containsPattern("Maintainer: .+ <.+@.+>")
        .doesNotContain("localhost");
  }

  @Test
  void shouldBeAnRpm() {
    Needs.programs("rpm", "rpmbuild");
    Shell.Result result = run("rpm -qp --list *.rpm; rpm -qp --info *.rpm");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out().lines())
        .containsAll(INSTALLED.stream().map(file -> "/usr/" + file).toList());
    assertThat(result.out()).containsPattern("License +: Apache-2.0");
  }

  @Test
  void shouldHaveAHomebrewFormulaWithTheTarballsChecksum() {
    Shell.Result result =
        run(
            """
            "$1/scripts/formula" . https://example.com/resil/releases/download/v1 | tee "$2/resil.rb"
            ! command -v ruby >/dev/null || ruby -c "$2/resil.rb" >/dev/null
            sum=$(sha256sum *.tar.gz)
            grep -q "url \\"https://example.com/resil/releases/download/v1/${sum##* }\\"" "$2/resil.rb"
            grep -q "sha256 \\"${sum%% *}\\"" "$2/resil.rb"
            """,
            DocPage.PROJECT.toString(), prefix.toString());

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("homepage \"https://example.com/resil\"");
  }

  /**
   * Runs the package function of the PKGBUILD as makepkg does, after it has verified the source.
   */
  @Test
  void shouldHaveEntriesForRegistriesWithTheTarballsChecksum() {
    Shell.Result result =
        run(
            """
            "$1/scripts/registries" . https://example.com/own/resil/releases/download/v1 "$2/entries"
            sum=$(sha256sum *.tar.gz)
            tar -xzf "${sum##* }" -C "$2"
            cd "$2/entries"
            . ./PKGBUILD
            sums=sha256sums_$arch source=source_$arch
            [ "${!sums} ${!source}" = "${sum%% *} $url/releases/download/v1/${sum##* }" ]
            grep -q "$arch-linux = .${sum%% *}.;" flake.nix
            ! command -v nix-instantiate >/dev/null || nix-instantiate --parse flake.nix >/dev/null
            ! command -v ruby >/dev/null || ruby -c resil.rb >/dev/null
            CARCH=$arch pkgdir=$2/package
            cd ..
            (package)
            cd package/usr
            find . -type f | sort
            bin/resil run -q -- echo "it runs"
            """,
            DocPage.PROJECT.toString(), prefix.toString());

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out().lines())
        .contains(
            "./bin/resil",
            "./share/man/man1/resil.1.gz",
            "./share/zsh/site-functions/_resil",
            "./share/fish/vendor_completions.d/resil.fish",
            "./share/licenses/resil-bin/LICENSE")
        .endsWith("it runs");
    JsonNode entry =
        new YAMLMapper().readTree(prefix.resolve("entries/aqua.yaml").toFile()).at("/packages/0");
    assertThat(entry.get("repo_owner").asString()).isEqualTo("own");
    assertThat(entry.at("/files/0/src").asString())
        .isEqualTo("resil-{{trimV .Version}}-{{.OS}}-{{.Arch}}/bin/resil");
  }

  @Test
  void shouldListTheLinkedLibraries() throws IOException {
    try (Stream<Path> files = Files.list(dist)) {
      Path bom =
          files.filter(file -> file.toString().endsWith(".cdx.json")).findFirst().orElse(null);
      assumeTrue(bom != null, "only the native build makes it");
      // a release gathers those of all machines in one folder
      assertThat(bom.getFileName().toString())
          .contains(System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64");
      assertThat(Files.readString(bom).toLowerCase(Locale.ROOT))
          .contains("\"bomformat\" : \"cyclonedx\"", "pkg:maven/info.picocli/picocli@", "okhttp")
          .doesNotContain("junit", "error_prone", "picocli-codegen");
    }
  }
}
