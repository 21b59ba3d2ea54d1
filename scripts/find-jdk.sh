# Sourced by build and touchstone: sets JAVA_HOME to a JDK 25 or newer, or says what to install.

jdk_major() { "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1; }

# The first JDK 25 or newer among JAVA_HOME, javac on the path and the usual places.
find_jdk() {
  on_path=$(command -v javac || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
      "$HOME"/.jdks/* /opt/*jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -x "$home/bin/javac" ] && [ "$(jdk_major "$home")" -ge 25 ] 2>/dev/null; then
      echo "$home"
      return 0
    fi
  done
  return 1
}

if ! JAVA_HOME=$(find_jdk); then
  cat >&2 <<'TEXT'
Touchstone needs a JDK 25 or newer, and none was found in JAVA_HOME, on the path or in the usual places.
Install one, for example
  Debian or Ubuntu    apt install openjdk-25-jdk
  any system          Eclipse Temurin 25 from adoptium.net, or: sdk install java 25-tem
or set JAVA_HOME to where it is.
TEXT
  exit 1
fi
export JAVA_HOME
