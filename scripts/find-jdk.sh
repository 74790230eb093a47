# Sourced by the scripts beside it: finds a JDK 25 or newer.
# shellcheck shell=sh

# Prints the given folder if it is a JDK 25 or newer.
jdk25() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] &&
    grep -Eq '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$1/release" && echo "$1"
}

# Prints the folder of the JDK to use, or nothing if there is none.
find_jdk() {
  on_path=$(command -v java) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/java}
  for candidate in "${RESIL_JAVA_HOME:-}" "${JAVA_HOME:-}" "${on_path:-}" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk25 "$candidate" && return
  done
}

# Prints which JDK to install.
no_jdk() {
  echo "no JDK 25 found; install one (Debian: openjdk-25-jdk-headless, macOS: brew install openjdk@25) or set RESIL_JAVA_HOME"
}
