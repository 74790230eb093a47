import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code native-image} command of this assembled GraalVM: translates the command line of users
 * and native-maven-plugin into options of the image builder (svm.jar), and runs the builder.
 *
 * <p>The home is the folder above the jar of this class; {@code install} creates its layout.
 */
public final class NativeImage {
  private static final String VERSION = "25.0.2";

  /**
   * Options that stand for a builder option with the same value: {@code --name=value} or {@code
   * --name}.
   */
  private static final Map<String, String> VALUED =
      Map.ofEntries(
          Map.entry("--enable-url-protocols", "EnableURLProtocols"),
          Map.entry("--libc", "UseLibC"),
          Map.entry("--gc", "SupportedGCs"),
          Map.entry("--exact-reachability-metadata", "ThrowMissingRegistrationErrors"),
          Map.entry("--link-at-build-time", "LinkAtBuildTime"),
          Map.entry("--features", "Features"),
          Map.entry("--enable-monitoring", "EnableMonitoringFeatures"),
          Map.entry("--parallelism", "NumberOfThreads"),
          Map.entry("--color", "Color"),
          Map.entry("--future-defaults", "FutureDefaults"),
          Map.entry("--configurations-path", "ConfigurationFileDirectories"),
          Map.entry("--native-compiler-path", "CCompilerPath"),
          Map.entry("--native-compiler-options", "CCompilerOption"),
          Map.entry("--trace-class-initialization", "TraceClassInitialization"),
          Map.entry("--trace-object-instantiation", "TraceObjectInstantiation"));

  /**
   * Options that stand for a builder option and its value; "+Name" and "-Name" switch it on and
   * off.
   */
  private static final Map<String, String> FLAGS =
      Map.ofEntries(
          Map.entry("--no-fallback", "FallbackThreshold=0"),
          Map.entry("--static", "+StaticExecutable"),
          Map.entry("--static-nolibc", "+StaticExecutableWithDynamicLibC"),
          Map.entry("--shared", "+SharedLibrary"),
          Map.entry("--enable-http", "EnableURLProtocols=http"),
          Map.entry("--enable-https", "EnableURLProtocols=https"),
          Map.entry("--install-exit-handlers", "+InstallExitHandlers"),
          Map.entry("--strict-image-heap", "+StrictImageHeap"),
          Map.entry(
              "--report-unsupported-elements-at-runtime", "+ReportUnsupportedElementsAtRuntime"),
          Map.entry("--silent", "+BuildOutputSilent"),
          Map.entry("-q", "+BuildOutputSilent"),
          Map.entry("-g", "GenerateDebugInfo=1"));

  /** Options without effect in this release or in this home. */
  private static final Set<String> IGNORED =
      Set.of(
          "--no-server",
          "--allow-incomplete-classpath",
          "--enable-all-security-services",
          "--no-daemon",
          "--diagnostics-mode",
          "--enable-sbom",
          "--emit");

  /** The origin of an option in its documented form. */
  private static final String COMMAND_LINE = "user";

  /** The origin of options that this class adds. */
  private static final String DRIVER = "driver";

  /** The builder options for metadata files on the class path, by file name. */
  private static final Map<String, String> METADATA =
      Map.of(
          "reflect-config.json", "ReflectionConfigurationResources",
          "resource-config.json", "ResourceConfigurationResources",
          "proxy-config.json", "DynamicProxyConfigurationResources",
          "jni-config.json", "JNIConfigurationResources",
          "serialization-config.json", "SerializationConfigurationResources",
          "reachability-metadata.json", "ReachabilityMetadataResources");

  private record Exclusion(Pattern jar, Pattern resource) {}

  private final Path home;
  private final List<String> javaArgs = new ArrayList<>();
  private final List<String> builderArgs = new ArrayList<>();
  private final LinkedHashSet<Path> classPath = new LinkedHashSet<>();
  private final List<Exclusion> exclusions = new ArrayList<>();
  private final List<String> positional = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private boolean verbose;
  private String libc = "glibc";
  private String mainClass;
  private Path output;

  private NativeImage(Path home) {
    this.home = home;
  }

  public static void main(String[] args) throws Exception {
    try {
      System.exit(run(args));
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("native-image: " + (e instanceof IOException ? e : e.getMessage()));
      System.exit(1);
    }
  }

  private static int run(String[] args) throws Exception {
    Path home =
        Path.of(NativeImage.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .getParent()
            .getParent()
            .getParent()
            .getParent();
    List<String> expanded = new ArrayList<>();
    for (String arg : args) {
      if (arg.startsWith("@")) {
        expanded.addAll(tokens(Files.readString(Path.of(arg.substring(1)))));
      } else {
        expanded.add(arg);
      }
    }
    if (expanded.contains("--version")) {
      System.out.println("native-image " + VERSION + " 2026-01-20");
      System.out.println(
          "GraalVM Runtime Environment GraalVM CE " + VERSION + " (assembled from Maven Central)");
      System.out.println("Substrate VM GraalVM CE " + VERSION + " (serial gc)");
      return 0;
    }
    if (expanded.isEmpty() || expanded.contains("--help")) {
      System.out.println(
          "usage: native-image [OPTIONS] -cp CLASSPATH -o NAME MAINCLASS   (see the README of"
              + " tools/graalvm)");
      return 0;
    }
    NativeImage driver = new NativeImage(home);
    driver.parse(expanded, COMMAND_LINE);
    driver.readClassPathMetadata();
    return driver.build();
  }

  /**
   * Splits an argument file as the java launcher does: white space separates, quotes group,
   * backslash escapes in quotes.
   */
  static List<String> tokens(String text) {
    List<String> out = new ArrayList<>();
    StringBuilder token = new StringBuilder();
    boolean started = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == quote) quote = 0;
        else if (c == '\\' && i + 1 < text.length()) token.append(text.charAt(++i));
        else token.append(c);
      } else if (c == '"' || c == '\'') {
        quote = c;
        started = true;
      } else if (Character.isWhitespace(c)) {
        if (started) out.add(token.toString());
        token.setLength(0);
        started = false;
      } else {
        token.append(c);
        started = true;
      }
    }
    if (started) out.add(token.toString());
    return out;
  }

  /**
   * Adds a builder option. Its origin makes the builder treat it as a documented option, not as an
   * experimental one.
   */
  private void documented(String option, String origin) {
    boolean isSwitch = option.startsWith("+") || option.startsWith("-");
    int end = option.indexOf('=');
    String name = end < 0 ? option : option.substring(0, end);
    String api = origin.equals(DRIVER) ? origin : origin + "+api";
    builderArgs.add("-H:" + name + "@" + api + (isSwitch ? "" : option.substring(name.length())));
  }

  private void parse(List<String> args, String origin) throws IOException {
    Deque<String> rest = new ArrayDeque<>(args);
    while (!rest.isEmpty()) {
      String arg = rest.pop();
      int eq = arg.indexOf('=');
      String name = eq < 0 ? arg : arg.substring(0, eq);
      String value = eq < 0 ? "" : arg.substring(eq + 1);
      if (name.equals("--libc")) libc = value;
      if (FLAGS.containsKey(arg)) {
        documented(FLAGS.get(arg), origin);
      } else if (VALUED.containsKey(name)) {
        documented(VALUED.get(name) + "=" + value, origin);
      } else if (IGNORED.contains(name)) {
        continue;
      } else {
        switch (name) {
          case "-cp", "-classpath", "--class-path" ->
              addClassPath(eq < 0 ? next(rest, name) : value);
          case "-jar" -> addJar(Path.of(next(rest, name)));
          case "-o" -> output = Path.of(next(rest, name));
          case "--initialize-at-build-time" -> classInitialization(value, "build_time", origin);
          case "--initialize-at-run-time" -> classInitialization(value, "run_time", origin);
          case "--enable-native-access" ->
              javaArgs.add("--enable-native-access=" + (eq < 0 ? next(rest, name) : value));
          case "--add-opens", "--add-exports" -> {
            String target = eq < 0 ? next(rest, name) : value;
            javaArgs.add(name + "=" + target);
            documented((name.equals("--add-opens") ? "AddOpens=" : "AddExports=") + target, origin);
          }
          case "--exclude-config" ->
              exclusions.add(
                  new Exclusion(
                      Pattern.compile(next(rest, name)), Pattern.compile(next(rest, name))));
          case "--verbose" -> verbose = true;
          case "-p", "--module-path", "-m", "--module" ->
              throw new IllegalArgumentException(
                  arg + ": only class path programs are built here, use -cp");
          default -> parseByPrefix(arg, origin);
        }
      }
    }
  }

  private void parseByPrefix(String arg, String origin) {
    if (arg.startsWith("-H:") || arg.startsWith("-R:")) builderArgs.add(arg);
    else if (arg.startsWith("-D")) javaArgs.add(arg);
    else if (arg.startsWith("-J")) javaArgs.add(arg.substring(2));
    else if (arg.startsWith("-E")) setVariable(arg.substring(2));
    else if (arg.startsWith("-O")) documented("Optimize=" + arg.substring(2), origin);
    else if (arg.startsWith("-march=")) documented("MicroArchitecture=" + arg.substring(7), origin);
    else if (arg.startsWith("-"))
      throw new IllegalArgumentException("unknown option " + arg + " (from " + origin + ")");
    else positional.add(arg);
  }

  private static String next(Deque<String> rest, String option) {
    if (rest.isEmpty()) throw new IllegalArgumentException(option + " needs a value");
    return rest.pop();
  }

  /**
   * {@code -ENAME} passes on a variable of this process, which happens here for all; {@code
   * -ENAME=VALUE} sets one.
   */
  private void setVariable(String assignment) {
    int eq = assignment.indexOf('=');
    if (eq > 0) environment.put(assignment.substring(0, eq), assignment.substring(eq + 1));
  }

  private void classInitialization(String classes, String when, String origin) {
    documented(
        "ClassInitialization="
            + Stream.of(classes.split(","))
                .map(c -> c + ":" + when)
                .collect(Collectors.joining(",")),
        origin);
  }

  private void addClassPath(String path) throws IOException {
    for (String entry : path.split(File.pathSeparator)) {
      if (entry.endsWith("/*")) {
        try (Stream<Path> jars = Files.list(Path.of(entry.substring(0, entry.length() - 2)))) {
          jars.filter(j -> j.toString().endsWith(".jar"))
              .sorted()
              .forEach(j -> classPath.add(j.toAbsolutePath()));
        }
      } else if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
        classPath.add(Path.of(entry).toAbsolutePath());
      }
    }
  }

  private void addJar(Path jar) throws IOException {
    classPath.add(jar.toAbsolutePath());
    try (JarFile file = new JarFile(jar.toFile())) {
      mainClass = file.getManifest().getMainAttributes().getValue("Main-Class");
      String more = file.getManifest().getMainAttributes().getValue("Class-Path");
      if (more != null) {
        for (String entry : more.trim().split(" +"))
          addClassPath(jar.toAbsolutePath().resolveSibling(entry).toString());
      }
    }
    if (output == null) output = Path.of(jar.getFileName().toString().replaceFirst("\\.jar$", ""));
  }

  /**
   * Reads META-INF/native-image of every class path entry: options in native-image.properties, and
   * metadata files.
   */
  private void readClassPathMetadata() throws IOException {
    for (Path entry : List.copyOf(classPath)) {
      if (Files.isDirectory(entry)) {
        readMetadata(entry, entry);
      } else if (entry.toString().endsWith(".jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(entry)) {
          readMetadata(entry, jar.getPath("/"));
        }
      }
    }
  }

  private void readMetadata(Path entry, Path root) throws IOException {
    Path base = root.resolve("META-INF/native-image");
    if (!Files.isDirectory(base)) return;
    List<Path> files;
    try (Stream<Path> walk = Files.walk(base)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String resource = root.relativize(file).toString();
      if (exclusions.stream()
          .anyMatch(x ->
              x.jar.matcher(entry.toString()).find()
                  && x.resource.matcher("/" + resource).find())) {
        continue;
      }
      String name = file.getFileName().toString();
      String origin = file.toUri().toString();
      if (name.equals("native-image.properties")) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
          properties.load(in);
        }
        String here = resource.substring(0, resource.lastIndexOf('/'));
        parse(tokens(properties.getProperty("Args", "").replace("${.}", here)), origin);
        javaArgs.addAll(tokens(properties.getProperty("JavaArgs", "").replace("${.}", here)));
      } else if (METADATA.containsKey(name)) {
        documented(METADATA.get(name) + "=" + resource, origin);
      }
    }
  }

  private int build() throws IOException, InterruptedException {
    if (mainClass == null && !positional.isEmpty()) mainClass = positional.removeFirst();
    if (output == null && !positional.isEmpty()) output = Path.of(positional.removeFirst());
    if (output == null && mainClass != null) output = Path.of(mainClass.toLowerCase(Locale.ROOT));
    if (output == null) throw new IllegalArgumentException("no main class and no -o NAME");
    if (classPath.isEmpty()) classPath.add(Path.of("").toAbsolutePath());
    output = output.toAbsolutePath();

    Path svm = home.resolve("lib/svm");
    Path libraries = svm.resolve("clibraries");
    documented(
        "CLibraryPath="
            + Stream.of("linux-amd64/" + libc, "linux-amd64", "")
                .map(p -> libraries.resolve(p).toString())
                .collect(Collectors.joining(",")),
        DRIVER);
    documented("ImageBuildID=" + UUID.randomUUID(), DRIVER);
    documented("Path=" + output.getParent(), DRIVER);
    documented("Name=" + output.getFileName(), COMMAND_LINE);
    if (mainClass != null) documented("Class=" + mainClass, COMMAND_LINE);

    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.add("@" + svm.resolve("builder.args"));
    command.addAll(javaArgs);
    command.addAll(
        List.of(
            "--module",
            "org.graalvm.nativeimage.builder/com.oracle.svm.hosted.NativeImageGeneratorRunner"));
    command.addAll(
        List.of(
            "-imagecp",
            classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
            "-imagemp",
            ""));
    command.addAll(builderArgs);

    ProcessBuilder process = new ProcessBuilder(command).inheritIO();
    process.environment().putAll(environment);
    process.environment().put("JVMCI_VERSION_CHECK", "ignore");
    if (verbose) System.err.println("Executing [\n" + String.join(" \\\n", command) + "\n]");
    return process.start().waitFor();
  }
}
