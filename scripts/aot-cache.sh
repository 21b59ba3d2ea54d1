# Sourced by touchstone: the cache of loaded and linked classes with which Java starts faster (its ahead-of-time cache).
# It is made in the background while the first command runs, and again when a jar or the JDK is another. Whatever goes
# wrong, the command runs, just without it. Needs $target, $lib, $JAVA_HOME and the function run.

aot_directory="$target/aot"

# What the cache was made from: times and sizes of the jars and of the JDK's release file, with its path.
aot_stamp() {
  ls -l "$JAVA_HOME/release" "$target"/touchstone-cli-*.jar "$lib"/*.jar 2>/dev/null
}

# Sets aot_options to the options that use the cache; without one that fits, to nothing, and starts making it.
aot_prepare() {
  aot_options=
  [ "${TOUCHSTONE_AOT:-on}" != off ] || return 0
  aot_now=$(aot_stamp)
  if [ "$aot_now" = "$(cat "$aot_directory/stamp" 2>/dev/null)" ]; then
    # A stamp without a cache says that making one failed: not tried again before something changes.
    [ ! -f "$aot_directory/cache" ] ||
      aot_options="-XX:AOTCache=$aot_directory/cache -XX:AOTMode=auto -Xlog:aot=off -Xlog:cds=off"
    return 0
  fi
  # Without our output: who waits for its end does not wait for this. exec, because a redirected function keeps the
  # old descriptor open to restore it.
  (
    exec </dev/null >/dev/null 2>&1
    aot_make "$aot_now"
  ) &
}

# Makes the cache from a run on the bundled model. One process at a time: whoever makes the directory "lock".
aot_make() {
  trap '' HUP INT
  mkdir -p "$aot_directory" || return 0
  # A lock this old is that of a process which was killed.
  find "$aot_directory/lock" -maxdepth 0 -mmin +10 -exec rmdir {} + || true
  mkdir "$aot_directory/lock" || return 0
  aot_new="$aot_directory/new.$$"
  # Linking classes ahead of time ends JDK 25.0.3 while it writes the cache.
  (run "-XX:AOTCacheOutput=$aot_new -XX:-AOTClassLinking -XX:ErrorFile=$aot_directory/error.log" \
    classify --warmup 0 --repeat 1) || true
  rm -f "$aot_directory/cache"
  [ ! -s "$aot_new" ] || mv -f "$aot_new" "$aot_directory/cache" || true
  rm -f "$aot_new" "$aot_new.config"
  # The stamp comes last: there is never an old cache beside a new stamp.
  echo "$1" >"$aot_directory/stamp.new" && mv -f "$aot_directory/stamp.new" "$aot_directory/stamp" || true
  rmdir "$aot_directory/lock" || true
}
