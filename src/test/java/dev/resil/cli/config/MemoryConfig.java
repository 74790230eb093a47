package dev.resil.cli.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Configuration without an environment and a file system. */
public final class MemoryConfig implements ConfigSource {
  static final String USERS = "/home/me/.config/resil/config.toml";

  private final Map<String, String> variables = new LinkedHashMap<>(Map.of("HOME", "/home/me"));
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Map<String, String> distrusted = new LinkedHashMap<>();
  private final List<String> said = new ArrayList<>();

  /** Sets a variable of the environment. */
  public MemoryConfig variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  MemoryConfig file(String name, String... lines) {
    files.put(name, String.join("\n", lines) + "\n");
    return this;
  }

  MemoryConfig distrusted(String name, String why) {
    distrusted.put(name, why);
    return this;
  }

  List<String> said() {
    return said;
  }

  @Override
  public String variable(String name) {
    return variables.get(name);
  }

  @Override
  public Map<String, String> variables(String prefix) {
    Map<String, String> found = new TreeMap<>(variables);
    found.keySet().removeIf(name -> !name.startsWith(prefix));
    return found;
  }

  @Override
  public boolean exists(String file) {
    return files.containsKey(file);
  }

  @Override
  public byte[] read(String file, boolean named) throws IOException {
    if (!exists(file)) {
      throw new IOException("no such file");
    }
    return files.get(file).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Optional<String> reasonToDistrust(String file) {
    return Optional.ofNullable(distrusted.get(file));
  }

  @Override
  public void say(String line) {
    said.add(line);
  }
}
