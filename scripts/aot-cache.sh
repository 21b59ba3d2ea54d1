# Sourced by touchstone: the cache of loaded and linked classes with which Java starts faster (its ahead-of-time cache).
# It is made in the background while the first command runs, and again when a jar, the JDK, what makes it or the cache
# itself is another. Whatever goes wrong, the command runs, just without it. Needs $home, $target, $lib, $JAVA_HOME and
# the function run.
#
# cli/target/aot/of.TIME.PROCESS/  one cache; jars, those that it is made from, in the form that a cache can hold; seen,
#                                  an empty file for each file that it depends on, of the same name and time
# cli/target/aot/stamp             which of these counts, and its JDK
#
# What every command does with them takes no process.

aot_directory="$target/aot"

# Calls a function with each file that the cache depends on, until one fails.
aot_each() {
  for aot_file in "$JAVA_HOME/release" "$home/scripts/aot-cache.sh" "$home"/scripts/cacheable-jars/*.java \
      "$target"/touchstone-cli-*.jar "$lib"/*.jar; do
    "$1" "$aot_file" || return 1
  done
}

# Notes a file's time.
aot_note() {
  touch -r "$1" "$aot_home/seen/${1##*/}"
}

# Whether a file's time is as noted.
aot_is_as_noted() {
  aot_seen="$aot_home/seen/${1##*/}"
  aot_left=$((aot_left - 1))
  [ -e "$1" ] && [ -e "$aot_seen" ] && ! [ "$1" -nt "$aot_seen" ] && ! [ "$1" -ot "$aot_seen" ]
}

# Whether the files are those from which the cache in $aot_home was made, no more and no fewer.
aot_is_valid() {
  set -- "$aot_home"/seen/*
  aot_left=$#
  aot_each aot_is_as_noted && { [ ! -e "$aot_home/seen/cache" ] || aot_is_as_noted "$aot_home/cache"; } &&
    [ "$aot_left" -eq 0 ]
}

# Sets modules to the module path and aot_options to the options that use the cache; without one that fits, to nothing,
# and starts making it.
aot_prepare() {
  for modules in "$target"/touchstone-cli-*.jar; do :; done
  modules="$modules:$lib"
  aot_options=
  [ "${TOUCHSTONE_AOT:-on}" != off ] || return 0
  aot_name=
  aot_java=
  if [ -r "$aot_directory/stamp" ]; then
    { read -r aot_name && read -r aot_java; } <"$aot_directory/stamp" || true
  fi
  aot_home="$aot_directory/$aot_name"
  if [ -n "$aot_name" ] && [ "$aot_java" = "$JAVA_HOME" ] && aot_is_valid; then
    # A stamp without a cache says that making one failed: not tried again before something changes.
    if [ -f "$aot_home/cache" ]; then
      modules="$aot_home/jars"
      aot_options="-XX:AOTCache=$aot_home/cache -XX:AOTMode=auto -Xlog:aot=off -Xlog:cds=off"
      # Profiles are not in it (see below), but JDK 25 starts a thread that looks for them.
      [ "$jdk_major" -ne 25 ] || aot_options="$aot_options -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining"
    fi
    return 0
  fi
  # Without our output: who waits for its end does not wait for this. exec, because a redirected function keeps the
  # old descriptor open to restore it.
  (
    exec </dev/null >/dev/null 2>&1
    aot_make
  ) &
}

# Makes the cache from runs on the bundled model. One process at a time: whoever makes the directory "lock".
aot_make() {
  trap '' HUP INT
  mkdir -p "$aot_directory" || return 0
  # A lock this old is that of a process which was killed.
  find "$aot_directory/lock" -maxdepth 0 -mmin +10 -exec rmdir {} + || true
  mkdir "$aot_directory/lock" || return 0
  aot_name="of.$(date +%s).$$"
  aot_home="$aot_directory/$aot_name"
  mkdir -p "$aot_home/jars" "$aot_home/seen"
  aot_each aot_note || true
  # Without profiles of the run: with them Java compiles more at the start, not less.
  if "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 "$home/scripts/cacheable-jars/CacheableJars.java" \
      "$aot_home/jars" "$target"/touchstone-cli-*.jar "$lib"/*.jar; then
    (
      main=dev.touchstone.cli.Rehearsal
      run "$aot_home/jars" \
        "-XX:AOTCacheOutput=$aot_home/cache -XX:ErrorFile=$aot_directory/error.log
        -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining"
    ) || true
  fi
  rm -f "$aot_home/cache.config"
  if [ -s "$aot_home/cache" ]; then
    aot_note "$aot_home/cache"
  else
    rm -rf "$aot_home/cache" "$aot_home/jars"
  fi
  # The stamp comes last: it never names a cache that is not whole, nor one of jars that changed meanwhile.
  if aot_is_valid; then
    printf '%s\n' "$aot_name" "$JAVA_HOME" >"$aot_directory/stamp.new" || true
    mv -f "$aot_directory/stamp.new" "$aot_directory/stamp" || true
  else
    rm -rf "$aot_home"
  fi
  # Earlier caches, but for one that a command may just be starting with.
  find "$aot_directory" -maxdepth 1 -name 'of.*' ! -name "$aot_name" -mmin +1 -exec rm -rf {} + || true
  rmdir "$aot_directory/lock" || true
}
