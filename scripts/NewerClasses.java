import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar, picocli's, the version of Java 8 if theirs is Java 5's, for which the
 * JVM has neither a quick verifier nor a place in its cache: a fifth of the start-up of resil on a
 * JVM. Used by {@code scripts/resil}.
 */
final class NewerClasses {
  private static final int JAVA_6 = 50;
  private static final int JAVA_8 = 52;

  private NewerClasses() {}

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path copy = jar.resolveSibling(jar.getFileName() + "." + ProcessHandle.current().pid());
    boolean changed = false;
    try (ZipFile old = new ZipFile(jar.toFile());
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        OutputStream out = Files.newOutputStream(copy);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      ClassFile format =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (ZipEntry entry : old.stream().toList()) {
        byte[] bytes = old.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith(".class") && bytes[7] < JAVA_6) {
          bytes = newer(format, bytes);
          changed = true;
        }
        zip.putNextEntry(new ZipEntry(entry.getName()));
        zip.write(bytes);
      }
    }
    if (changed) {
      Files.move(copy, jar, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.delete(copy);
    }
  }

  private static byte[] newer(ClassFile format, byte[] bytes) {
    ClassTransform version = ClassTransform.endHandler(it -> it.withVersion(JAVA_8, 0));
    ClassTransform code = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
    return format.transformClass(format.parse(bytes), version.andThen(code));
  }
}
