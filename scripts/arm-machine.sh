# Sourced by the scripts that run code for boards on an emulator.

# The emulators and compilers that are needed, or what to install.
require_emulators() {
  missing=
  for tool in qemu-aarch64-static qemu-arm-static aarch64-linux-gnu-g++ arm-linux-gnueabihf-g++; do
    command -v $tool >/dev/null || missing="$missing $tool"
  done
  if [ -n "$missing" ]; then
    echo "$(basename "$0"): missing$missing; on Debian:" >&2
    echo "  apt install qemu-user-static g++-aarch64-linux-gnu g++-arm-linux-gnueabihf" >&2
    return 1
  fi
}

# arm_machine ARCH: makes the variables root, emulator, compiler and java for arm64 or armhf, and shard, the part of the
# conformance suite for it: the virtual machine for armhf interprets. TOUCHSTONE_SHARD names another one.
arm_machine() {
  root=$("$scripts/arm-root" "$1")
  case $1 in
    arm64) emulator=qemu-aarch64-static compiler=aarch64-linux-gnu-g++ shard=1/40 ;;
    armhf) emulator=qemu-arm-static compiler=arm-linux-gnueabihf-g++ shard=1/400 ;;
  esac
  shard=${TOUCHSTONE_SHARD:-$shard}
  java=$root/usr/lib/jvm/java-25-openjdk-$1/bin/java
}

# emulated LIBRARIES NAME=VALUE... -- COMMAND...: runs a program of the root with the folder of libraries on its path
# and with the variables.
emulated() {
  libraries=$1
  shift
  settings=
  while [ "$1" != -- ]; do
    settings="$settings -E $1"
    shift
  done
  shift
  # shellcheck disable=SC2086 # no value has a space
  "$emulator" -L "$root" -E LD_LIBRARY_PATH="$libraries" $settings "$@"
}

# test_class_path [MODULE]: compiles the tests of a module, by default backend-rknpu-ffm, with what they need and prints a
# class path that begins with JUnit's console.
# TOUCHSTONE_TEST_CLASSPATH, where set, is taken instead.
test_class_path() {
  if [ -n "${TOUCHSTONE_TEST_CLASSPATH:-}" ]; then
    echo "$TOUCHSTONE_TEST_CLASSPATH"
    return
  fi
  junit=$(sed -n 's/.*<junit.version>5\.\(.*\)<.*/1.\1/p' "$scripts/../pom.xml")
  module=${1:-backend-rknpu-ffm}
  folder=$scripts/../$module/target
  (
    cd "$scripts/.."
    mvn --batch-mode --quiet --projects "$module" --also-make test-compile \
      org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
      -Dmdep.outputFile="$folder/test-classpath" -Dmdep.includeScope=test >&2
    [ -f "$folder/junit-platform-console-standalone-$junit.jar" ] ||
      mvn --batch-mode --quiet org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
        -Dartifact="org.junit.platform:junit-platform-console-standalone:$junit" -DoutputDirectory="$folder" >&2
  )
  echo "$folder/junit-platform-console-standalone-$junit.jar:$folder/test-classes:$folder/classes:$(cat \
    "$folder/test-classpath")"
}

# emulated_tests LIBRARIES NAME=VALUE... -- JAVA-OPTION... -- JUNIT-OPTION...: runs the tests of classes on the emulated
# machine, and prints what failed and how many did not. LIBRARIES/tests.log tells of each test as it runs. Lifetimes,
# crashes and cases of the suite are fewer than on a real machine, and models that would take hours are left out.
# Programs of the emulated machine can be started by way of the emulator only, which the two variables are for; the
# helper program that usually starts them is none of these, hence FORK. They get longer to start; a test that takes too
# long is not ended, because what limits the backends is part of the test and ends it. An emulator that aborts would
# leave a file of its memory.
emulated_tests() {
  variables=
  libraries=$1
  shift
  while [ "$1" != -- ]; do
    variables="$variables $1"
    shift
  done
  shift
  options=
  while [ "$1" != -- ]; do
    options="$options $1"
    shift
  done
  shift
  ulimit -c 0
  # shellcheck disable=SC2086 # no value has a space
  emulated "$libraries" TOUCHSTONE_EMULATOR="$emulator" QEMU_LD_PREFIX="$root" TOUCHSTONE_TEST_CXX="$compiler" \
    $variables -- \
    "$java" -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions -XX:TieredStopAtLevel=1 -Xshare:auto \
    --enable-native-access=ALL-UNNAMED -Djdk.lang.Process.launchMechanism=FORK \
    -Dtouchstone.rknpu.test.library="$libraries/librknpu_ddk.so" $fewer -Dtouchstone.rknpu.test.shard="$shard" $options \
    -Djava.io.tmpdir="${TMPDIR:-/tmp}" -cp "$classes" $console "$@" >"$libraries/tests.log" 2>"$libraries/error.log"
  code=$?
  sed -n '/^Failures/,/^Test run finished/p; /^\[ .* tests \(skipped\|successful\|failed\)/p' "$libraries/tests.log"
  grep -q '^Test run finished' "$libraries/tests.log" || head -n 5 "$libraries/error.log"
  return $code
}
fewer="-Dtouchstone.rknpu.test.lifetimes=1000 -Dtouchstone.rknpu.test.crashes=8
  -Dtouchstone.rknpu.test.patience=900 -Djunit.jupiter.execution.timeout.mode=disabled
  -Dtouchstone.conformance.limit=600"
console="org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=testfeed
  --exclude-tag hours-on-emulators"

# seconds COMMAND...: runs it and says how long it took.
seconds() {
  begun=$(date +%s)
  code=0
  "$@" || code=$?
  echo "  $(($(date +%s) - begun)) s"
  return $code
}

scripts=$(dirname "$(readlink -f "$0")")
