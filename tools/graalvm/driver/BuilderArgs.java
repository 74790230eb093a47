import java.io.File;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints the java launcher's argument file for the image builder whose jars are in the first
 * folder, and will be in the second.
 */
public final class BuilderArgs {
  /** JDK modules whose internals the builder uses. */
  private static final List<String> OPENED =
      List.of(
          "java.base",
          "jdk.internal.vm.ci",
          "java.management",
          "jdk.management",
          "jdk.jfr",
          "java.logging",
          "java.xml",
          "jdk.zipfs",
          "java.net.http",
          "java.rmi",
          "jdk.httpserver");

  public static void main(String[] args) {
    Path builder = Path.of(args[0]).toAbsolutePath();
    List<Path> jars =
        Stream.of(builder.toFile().listFiles((d, n) -> n.endsWith(".jar")))
            .map(File::toPath)
            .sorted()
            .toList();
    String modules =
        ModuleFinder.of(jars.toArray(Path[]::new)).findAll().stream()
            .map(m -> m.descriptor().name())
            .sorted()
            .collect(Collectors.joining(","));
    // jdk.graal.compiler is empty in the JDK: the compiler's jar replaces it
    System.out.println("--upgrade-module-path\n" + path(jars, args[1], true));
    System.out.println("--module-path\n" + path(jars, args[1], false));
    System.out.println("--add-modules=ALL-DEFAULT");
    System.out.println("--enable-native-access=org.graalvm.nativeimage.builder");
    for (String option :
        List.of(
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+EnableJVMCI",
            "-XX:-UseJVMCICompiler",
            "-XX:+UseParallelGC",
            "-Xss10m",
            "-XX:MaxRAMPercentage=60",
            "-Xshare:off",
            "-Djava.system.class.loader=com.oracle.svm.hosted.NativeImageSystemClassLoader",
            "-Dorg.graalvm.nativeimage.imagecode=buildtime",
            "-Dorg.graalvm.version=25.0.2",
            "-Dorg.graalvm.vendorversion=GraalVM-CE-25.0.2",
            "-Dcom.oracle.graalvm.isaot=true",
            "-Djdk.internal.lambda.disableEagerInitialization=true",
            "-Djava.lang.invoke.MethodHandle.DONT_INLINE_THRESHOLD=-1",
            "-Djava.lang.invoke.MethodHandle.PROFILE_GWT=false",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Dfile.encoding=UTF-8",
            "-Dnative.encoding=UTF-8",
            "-Djava.awt.headless=true")) {
      System.out.println(option);
    }
    for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
      String name = module.descriptor().name();
      if (!OPENED.contains(name)) continue;
      for (String pkg : new TreeSet<>(module.descriptor().packages())) {
        System.out.println("--add-exports=" + name + "/" + pkg + "=ALL-UNNAMED," + modules);
        System.out.println("--add-opens=" + name + "/" + pkg + "=ALL-UNNAMED," + modules);
      }
    }
  }

  private static String path(List<Path> jars, String folder, boolean upgrade) {
    return jars.stream()
        .filter(j -> upgrade == j.getFileName().toString().matches("(truffle-)?compiler-.*"))
        .map(j -> folder + File.separator + j.getFileName())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
