# Sourced by build and touchstone: sets JAVA_HOME to a JDK 25 or newer, or says what to install and exits.

# Sets jdk_major and jdk_platform (Linux-x86_64, ...) of the JDK in a directory. Its release file tells without starting
# a process, and the shell reads it without one too: this stands at the start of every command.
read_release() {
  jdk_major=
  jdk_system=
  jdk_architecture=
  if [ -r "$1/release" ]; then
    while IFS='="' read -r jdk_key jdk_skip jdk_value jdk_rest; do
      case $jdk_key in
        JAVA_VERSION)
          jdk_major=${jdk_value%%[!0-9]*}
          # Reading on is slow, a system call for each character.
          [ "${jdk_major:-0}" -ge 25 ] || break
          ;;
        OS_NAME) jdk_system=$jdk_value ;;
        OS_ARCH) jdk_architecture=$jdk_value ;;
      esac
      [ -z "$jdk_system" ] || [ -z "$jdk_architecture" ] || [ -z "$jdk_major" ] || break
    done <"$1/release"
  fi
  jdk_platform="$jdk_system-$jdk_architecture"
  [ -n "$jdk_major" ] ||
    jdk_major=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
}

# Whether a directory holds a JDK 25 or newer. Not the root, where /bin/javac may be.
suits() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && read_release "$1" && [ "${jdk_major:-0}" -ge 25 ]
}

# Sets JAVA_HOME to the first JDK 25 or newer among JAVA_HOME, javac on the path and the usual places.
find_jdk() {
  if suits "${JAVA_HOME:-}"; then
    return 0
  fi
  if jdk_javac=$(command -v javac); then
    [ ! -h "$jdk_javac" ] || jdk_javac=$(readlink -f "$jdk_javac")
    JAVA_HOME=${jdk_javac%/bin/javac}
    if suits "$JAVA_HOME"; then
      return 0
    fi
  fi
  for JAVA_HOME in /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* \
      "${HOME:-}"/.jdks/* /opt/*jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if suits "$JAVA_HOME"; then
      return 0
    fi
  done
  return 1
}

if ! find_jdk; then
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
