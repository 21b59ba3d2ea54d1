# Sourced by the scripts that build native test code.

# compile_native OBJECTS CXX FLAGS SOURCE...: makes OBJECTS/name.o of every source that has changed, or all of them when
# a header beside any of the sources has.
compile_native() {
  objects=$1 cxx=$2 flags=$3
  shift 3
  command -v "$cxx" >/dev/null || { echo "$(basename "$0"): no $cxx on the path" >&2 && return 1; }
  mkdir -p "$objects"
  jobs=
  for source in "$@"; do
    object=$objects/$(basename "$source" .cc).o
    if [ -f "$object" ] && [ -z "$(find "$source" -newer "$object")" ] &&
      [ -z "$(find "$native" -name '*.h' -newer "$object")" ]; then
      continue
    fi
    # shellcheck disable=SC2086 # one word per flag
    "$cxx" $flags -c "$source" -o "$object" &
    jobs="$jobs $!"
  done
  for job in $jobs; do
    wait "$job"
  done
}

# Where the sources are, and what all of them are compiled with. The constructor of the simulator's Exection looks at
# what its memory held before, hence -fno-lifetime-dse.
native=$(dirname "$(readlink -f "$0")")/../backend-rknpu-ffm/src/test/native
native_flags="-std=c++17 -O3 -g1 -fPIC -fno-lifetime-dse -pthread -Wall -Wextra -Wshadow -Wpedantic -Werror"
