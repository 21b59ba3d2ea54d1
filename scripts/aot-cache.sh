# Sourced by touchstone: the caches of loaded and linked classes with which Java starts faster (its ahead-of-time cache).
# They are made in the background while the first command runs, and again when a jar, the JDK, what makes them or a cache
# itself is another. Whatever goes wrong, the command runs, just without them. Needs $home, $target, $lib, $JAVA_HOME and
# the function run.
#
# cli/target/aot/of.TIME.PROCESS/  two caches: cache with the classes of all short commands, loading with those that it
#                                  takes to run a model which is compiled already, because Java loads all classes of a
#                                  cache at once; jars, those that they are made from, in the form that a cache can hold;
#                                  seen, an empty file for each file that they depend on, of the same name and time;
#                                  compiled, models as commands have compiled them
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

# Whether a cache that was made is as it was.
aot_is_whole() {
  [ ! -e "$aot_home/seen/$1" ] || aot_is_as_noted "$aot_home/$1"
}

# Whether the files are those from which the caches in $aot_home were made, no more and no fewer.
aot_is_valid() {
  set -- "$aot_home"/seen/*
  aot_left=$#
  aot_each aot_is_as_noted && aot_is_whole cache && aot_is_whole loading && [ "$aot_left" -eq 0 ]
}

# Whether a command with these arguments will most likely load a model that is compiled already: there is one of its name.
aot_loads() {
  case ${1:-} in
    classify | run) shift ;;
    *) return 1 ;;
  esac
  aot_model=model_int8
  while [ $# -gt 0 ]; do
    case $1 in
      -m | --model)
        [ $# -gt 1 ] || return 1
        aot_model=$2
        shift
        ;;
      --model=*) aot_model=${1#*=} ;;
      --cache* | *reference* | *float*) return 1 ;;
    esac
    shift
  done
  aot_model=${aot_model%/}
  aot_model=${aot_model##*/}
  # As the files are called: other characters are underscores.
  while :; do
    case $aot_model in
      *[!A-Za-z0-9_]*)
        aot_head=${aot_model%%[!A-Za-z0-9_]*}
        aot_model=${aot_head}_${aot_model#"$aot_head"?}
        ;;
      *) break ;;
    esac
  done
  for aot_file in "$compiled/$aot_model"-*.tsprogram; do
    [ ! -e "$aot_file" ] || return 0
  done
  return 1
}

# Sets modules to the module path, aot_cache to the cache for a command with these arguments, aot_options to what else it
# takes, and compiled to the directory for compiled models; without a cache that fits, these three to nothing, and starts
# making it.
aot_prepare() {
  for modules in "$target"/touchstone-cli-*.jar; do :; done
  modules="$modules:$lib"
  aot_cache=
  aot_options=
  compiled=
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
      compiled="$aot_home/compiled"
      aot_cache="$aot_home/cache"
      aot_options="-XX:AOTMode=auto -Xlog:aot=off -Xlog:cds=off"
      if [ -f "$aot_home/loading" ] && aot_loads "$@"; then
        aot_cache="$aot_home/loading"
        aot_options="$aot_options -Dtouchstone.loads=true"
      fi
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

# aot_rehearse NAME LOADS: makes a cache from the commands that the rehearsal runs; LOADS, true or false, says whether only
# from those that load a compiled model. With the serial collector, which is the commands', so that objects are stored as it
# wants them; without profiles of the run, because with them Java compiles more at the start, not less. Java starts itself
# once more to write the cache, and takes its options apart at spaces, so that it does so in the cache's own directory.
aot_rehearse() {
  (
    main=dev.touchstone.cli.Rehearsal
    compiled="$aot_home/compiled"
    cd "$aot_home"
    run "$aot_home/jars" \
      "-XX:AOTCacheOutput=$1 -XX:+UseSerialGC -XX:ErrorFile=../error.log
      -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -Dtouchstone.loads=$2"
  ) || true
  rm -f "$aot_home/$1.config"
  if [ -s "$aot_home/$1" ]; then
    aot_note "$aot_home/$1"
  else
    rm -rf "${aot_home:?}/$1"
  fi
}

# Makes the caches from runs on the bundled model. One process at a time: whoever makes the directory "lock".
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
  if "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 "$home/scripts/cacheable-jars/CacheableJars.java" \
      "$aot_home/jars" "$target"/touchstone-cli-*.jar "$lib"/*.jar; then
    aot_rehearse cache false
    # After the first, which has compiled the model.
    [ ! -f "$aot_home/cache" ] || aot_rehearse loading true
  fi
  [ -f "$aot_home/cache" ] || rm -rf "$aot_home/jars"
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
