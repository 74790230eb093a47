package dev.resil;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The native image needs no reflection on resil's own classes: each registration makes it larger
 * and slower to start. Registrations come from metadata files, or from lookups that the image
 * builder finds in the code; picocli's model, built with the image, needs neither.
 */
class NativeImageTest {
  private static final Set<String> LOOKUPS =
      Set.of(
          "forName",
          "getMethod",
          "getMethods",
          "getDeclaredMethod",
          "getDeclaredMethods",
          "getField",
          "getFields",
          "getDeclaredField",
          "getDeclaredFields",
          "getConstructor",
          "getConstructors",
          "getDeclaredConstructor",
          "getDeclaredConstructors",
          "getRecordComponents",
          "getResource",
          "getResourceAsStream");

  /** Its static initializer reads a resource; no other code does. */
  private static final String READ_WHILE_THE_IMAGE_IS_BUILT = "dev.resil.cli.options.Presets";

  private static final DescribedPredicate<JavaCall<?>> REFLECTION =
      describe(
          "reflection",
          call ->
              (call.getTargetOwner().isEquivalentTo(Class.class)
                      && LOOKUPS.contains(call.getName()))
                  || call.getTargetOwner().isEquivalentTo(ServiceLoader.class)
                  || call.getTargetOwner().isEquivalentTo(Proxy.class)
                  || call.getTargetOwner().isEquivalentTo(MethodHandles.Lookup.class));

  @Test
  void shouldNotReflectOnItsOwnClasses() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.resil");
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(READ_WHILE_THE_IMAGE_IS_BUILT)
        .should()
        .callCodeUnitWhere(REFLECTION.forSubtype())
        .check(classes);
  }

  @Test
  void shouldHoldNoMetadataForReflection() throws Exception {
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(Files.exists(classes.resolve("META-INF/native-image"))).isFalse();
  }
}
