# Sourced by touchstone: the cache of loaded and linked classes with which Java starts faster (its ahead-of-time cache).
# It is made in the background while the first command runs, and again when a jar, the JDK or the cache itself is
# another. Whatever goes wrong, the command runs, just without it. Needs $home, $target, $lib, $JAVA_HOME and the function
# run.
#
# cli/target/aot/of.TIME.PROCESS/  one cache, and the jars that it is made from, in the form that a cache can hold
# cli/target/aot/stamp             which of these counts, and what it was made from

aot_directory="$target/aot"

# Times and sizes of the jars, of what copies them, of the JDK's release file, with their paths; and of a cache.
aot_inputs() {
  ls -l "$JAVA_HOME/release" "$home"/scripts/cacheable-jars/*.java "$target"/touchstone-cli-*.jar "$lib"/*.jar \
    "$aot_directory/$1/cache" 2>/dev/null || true
}

# Whether a jar is newer than the stamp: ls tells times by the minute.
aot_older_than_a_jar() {
  for aot_jar in "$target"/touchstone-cli-*.jar "$lib"/*.jar; do
    if [ "$aot_jar" -nt "$aot_directory/stamp" ]; then
      return 0
    fi
  done
  return 1
}

# Sets modules to the module path and aot_options to the options that use the cache; without one that fits, to nothing,
# and starts making it.
aot_prepare() {
  for modules in "$target"/touchstone-cli-*.jar; do :; done
  modules="$modules:$lib"
  aot_options=
  [ "${TOUCHSTONE_AOT:-on}" != off ] || return 0
  aot_name=none
  aot_stamp=
  if [ -r "$aot_directory/stamp" ]; then
    aot_stamp=$(cat "$aot_directory/stamp")
    aot_name=${aot_stamp%%
*}
  fi
  if [ "$aot_stamp" = "$aot_name
$(aot_inputs "$aot_name")" ] && ! aot_older_than_a_jar; then
    # A stamp without a cache says that making one failed: not tried again before something changes.
    if [ -f "$aot_directory/$aot_name/cache" ]; then
      modules="$aot_directory/$aot_name/jars"
      aot_options="-XX:AOTCache=$aot_directory/$aot_name/cache -XX:AOTMode=auto -Xlog:aot=off -Xlog:cds=off"
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

# Makes the cache from a run on the bundled model. One process at a time: whoever makes the directory "lock".
aot_make() {
  trap '' HUP INT
  mkdir -p "$aot_directory" || return 0
  # A lock this old is that of a process which was killed.
  find "$aot_directory/lock" -maxdepth 0 -mmin +10 -exec rmdir {} + || true
  mkdir "$aot_directory/lock" || return 0
  aot_new="of.$(date +%s).$$"
  aot_before=$(aot_inputs none)
  mkdir -p "$aot_directory/$aot_new/jars"
  if "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 "$home/scripts/cacheable-jars/CacheableJars.java" \
      "$aot_directory/$aot_new/jars" "$target"/touchstone-cli-*.jar "$lib"/*.jar; then
    (run "$aot_directory/$aot_new/jars" \
      "-XX:AOTCacheOutput=$aot_directory/$aot_new/cache -XX:ErrorFile=$aot_directory/error.log" \
      classify --warmup 0 --repeat 1) || true
  fi
  rm -f "$aot_directory/$aot_new/cache.config"
  [ -s "$aot_directory/$aot_new/cache" ] || rm -rf "${aot_directory:?}/$aot_new"
  # The stamp comes last: it never names a cache that is not whole, nor one of jars that changed meanwhile.
  if [ "$aot_before" = "$(aot_inputs none)" ]; then
    {
      echo "$aot_new"
      aot_inputs "$aot_new"
    } >"$aot_directory/stamp.new" || true
    mv -f "$aot_directory/stamp.new" "$aot_directory/stamp" || true
  fi
  # Earlier caches, but for one that a command may just be starting with.
  find "$aot_directory" -maxdepth 1 -name 'of.*' ! -name "$aot_new" -mmin +1 -exec rm -rf {} + || true
  rmdir "$aot_directory/lock" || true
}
