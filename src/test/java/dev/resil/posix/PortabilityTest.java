package dev.resil.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.Needs;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.graalvm.nativeimage.c.function.CFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is not set apart for Linux uses POSIX alone, so that macOS builds it: compiled as on another
 * system, with headers that show nothing but POSIX.
 */
class PortabilityTest {
  private static final String OWN = "resil_";

  /** POSIX since 2024, and macOS since 10.12; Debian's headers don't count it among POSIX yet. */
  private static final Set<String> NEWER = Set.of("getentropy");

  @TempDir private Path folder;

  private String errors(Path source) throws Exception {
    Needs.that(Abi.LINUX, "Linux");
    Needs.programs("gcc");
    Path out = folder.resolve("out");
    List<String> command = new ArrayList<>(List.of("gcc", "-std=c11", "-fsyntax-only"));
    command.addAll(List.of("-U__linux__", "-D_XOPEN_SOURCE=700", "-Wall", "-Werror"));
    command.add(source.toString());
    Process compiler =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    int exitCode = compiler.waitFor();
    return exitCode == 0 ? "" : Files.readString(out);
  }

  @Test
  void shouldUseNothingButPosixInTheCodeForAllSystems() throws Exception {
    assertThat(errors(Path.of("src/main/native/image.c"))).isEmpty();
  }

  @Test
  void shouldCallNothingButPosixOnAllSystems() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String header : new NativeLibc.Headers().getHeaderFiles()) {
      lines.add("#include " + header);
    }
    lines.add("#include <stdlib.h>\n#include <string.h>\nvoid *functions[] = {");
    List<String> functions =
        Arrays.stream(NativeLibc.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(CFunction.class))
            .map(PortabilityTest::name)
            .filter(name -> !name.startsWith(OWN) && !NEWER.contains(name))
            .toList();
    assertThat(functions).contains("posix_spawnp", "waitpid");
    lines.add(
        functions.stream().map(name -> "  (void *) " + name).collect(Collectors.joining(",\n")));
    lines.add("};");
    assertThat(errors(Files.write(folder.resolve("functions.c"), lines))).isEmpty();
  }

  private static String name(Method method) {
    String given = method.getAnnotation(CFunction.class).value();
    return given.isEmpty() ? method.getName() : given;
  }

  /** The check itself: what only Linux has is found. */
  @Test
  void shouldFindWhatOnlyLinuxHas() throws Exception {
    String source = "#include <unistd.h>\nint f(int *ends) { return pipe2(ends, 0); }\n";
    assertThat(errors(Files.writeString(folder.resolve("linux.c"), source))).contains("pipe2");
  }
}
