# Read by run, test, bench and .ci/run: finds a JDK and Maven, or says in one sentence what is missing.

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 2
}

# Whether this command only rehearses: it checks its arguments, says what it would do, and does nothing. The test of the README runs
# every line of it, and ./test within ./test would have no end.
rehearsing() { [[ " ${WINDLASS_REHEARSE:-} " == *" $1 "* ]]; }

# Rehearses a program of a module: its main class has to be there.
rehearse() {
  local root=$1 module=$2 main=$3
  shift 3
  [[ -e $root/$module/src/main/java/${main//.//}.java ]] || fail "There is no class $main in $module yet."
  say "Rehearsed: would build $module and run $main $*"
}

# Prints the major version of the JDK in a directory, or nothing where there is none.
jdk_major() {
  [[ -x $1/bin/javac ]] || return 0
  # The option prints to standard error on old JDKs, and JAVA_TOOL_OPTIONS adds lines of its own.
  "$1/bin/javac" -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p'
}

# Sets JAVA_HOME to the JDK that Maven is to use, and checks that it and Maven are good enough.
require_toolchain() {
  if [[ -z ${JAVA_HOME:-} ]]; then
    local javac
    javac=$(command -v javac) || fail "There is no JDK here: install a JDK 17 or later, or set JAVA_HOME to one."
    JAVA_HOME=$(dirname "$(dirname "$(realpath "$javac")")")
  fi
  export JAVA_HOME
  local major
  major=$(jdk_major "$JAVA_HOME")
  [[ -n $major ]] || fail "JAVA_HOME is $JAVA_HOME, and there is no bin/javac in it: set it to a JDK 17 or later."
  ((major >= 17)) || fail "The JDK in $JAVA_HOME is version $major: Windlass needs 17 or later, set JAVA_HOME to one."
  command -v mvn >/dev/null || fail "There is no mvn here: install Apache Maven 3.8.6 or later."
}

# Builds one module and what it needs, without tests, unless nothing changed since it was last built.
build() {
  local root=$1 module=$2
  local stamp=$root/$module/target/built
  if [[ -e $stamp && -z $(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$stamp" -print -quit) ]]; then
    return
  fi
  say "Building $module with Maven (the first time it also fetches the libraries) ..."
  # Maven only adds to lib: a library of an older version would stay in the class path.
  rm -rf -- "$root/$module/target/lib"
  (cd "$root" && mvn -B -ntp -q -T 1 -pl "$module" -am -Dmaven.test.skip=true -Dspotless.check.skip=true package >&2) ||
    fail "The build of $module failed; the reason stands above."
  touch "$stamp"
}

# Becomes the program, so that signals reach it: build first.
launch() {
  local root=$1 module=$2 main=$3
  shift 3
  [[ -e $root/$module/target/classes/${main//.//}.class ]] || fail "There is no class $main in $module yet."
  # Nothing here reads serialized objects or looks names up; should a library try, it shall fail. A heap holds payloads, so none is
  # written, whatever the environment says.
  local flags=("-Djdk.serialFilter=!*" -Dcom.sun.jndi.ldap.object.trustURLCodebase=false -XX:-HeapDumpOnOutOfMemoryError)
  # SQLite is a native library; later JDKs want to be told.
  if (($(jdk_major "$JAVA_HOME") >= 22)); then
    flags+=(--enable-native-access=ALL-UNNAMED)
  fi
  exec "$JAVA_HOME/bin/java" "${flags[@]}" -cp "$root/$module/target/classes:$root/$module/target/lib/*" "$main" "$@"
}
