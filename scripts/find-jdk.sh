# Sourced by build and touchstone: sets JAVA_HOME to a JDK 25 or newer, or says what to install and exits.

# The major version of the JDK in a directory. Its release file tells without starting a JVM, which takes longer than
# all the rest.
jdk_major() {
  jdk_version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) || jdk_version=
  [ -n "$jdk_version" ] ||
    jdk_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  echo "$jdk_version"
}

# The first JDK 25 or newer among JAVA_HOME, javac on the path and the usual places.
find_jdk() {
  jdk_on_path=$(command -v javac) || jdk_on_path=
  [ -z "$jdk_on_path" ] || jdk_on_path=$(dirname "$(dirname "$(readlink -f "$jdk_on_path")")")
  for jdk in "${JAVA_HOME:-}" "$jdk_on_path" /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* \
      "${HOME:-}"/.jdks/* /opt/*jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -x "$jdk/bin/javac" ] && [ "$(jdk_major "$jdk")" -ge 25 ] 2>/dev/null; then
      echo "$jdk"
      return 0
    fi
  done
  return 1
}

if ! JAVA_HOME=$(find_jdk); then
  cat >&2 <<'TEXT'
Touchstone needs a JDK 25 or newer, and none was found in JAVA_HOME, on the path
or in the usual places. Install one, for example
  Debian 13, Ubuntu 24.04 and newer: apt install openjdk-25-jdk
  everywhere: Eclipse Temurin 25 from https://adoptium.net (its package for
      Debian is temurin-25-jdk), or with SDKMAN: sdk install java 25-tem
or set JAVA_HOME to the directory of one that is already there.
TEXT
  exit 1
fi
export JAVA_HOME

# Says what to install unless Maven is there.
require_maven() {
  if ! command -v mvn >/dev/null; then
    cat >&2 <<'TEXT'
Touchstone is built by Maven 3.8.7 or newer, and there is no mvn on the path.
Install it, for example with: apt install maven
TEXT
    exit 1
  fi
}
