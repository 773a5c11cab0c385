# What the launchers in the folder above share. They set: name, for messages; home, this checkout;
# built, the folder that the build makes for them.

# Generated kernels are slow until C2 has compiled them: after 100 calls instead of 5,000.
jvm_flags="--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmn16m -XX:CompileCommand=quiet \
-XX:CompileCommand=CompileThresholdScaling,jacobi.jvm.GeneratedNest*::*,0.02"

fail() {
  echo "$name: $1" >&2
  exit 2
}

# A JDK says its version in a file named release: reading it is quicker than asking java.
is_jdk_25() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS='="' read -r key _ version _; do
    if [ "$key" = JAVA_VERSION ]; then
      feature=${version%%[!0-9]*}
      [ "${feature:-0}" -ge 25 ]
      return
    fi
  done <"$1/release"
  return 1
}

find_jdk() {
  on_path=$(command -v java || true)
  [ -z "$on_path" ] || on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
  for jdk in "${JAVA_HOME:-}" "${on_path%/bin/java}" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    if [ -n "$jdk" ] && is_jdk_25 "$jdk"; then
      return
    fi
  done
  fail "no JDK 25 or newer found in JAVA_HOME, on the PATH or in the usual folders: install one"
}

# Whether the last build is newer than all sources, and the folders given as well. Folders are
# compared too, which is how a deleted file is noticed.
is_current() {
  [ -e "$built/stamp" ] &&
    [ -z "$(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main "$@" -newer "$built/stamp")" ]
}

# Runs Maven with the arguments given; what it says is shown only if it fails.
build() {
  command -v mvn >/dev/null || fail "Maven (mvn) is needed to build it: install it"
  echo "$name: building" >&2
  started=$(mktemp)
  log=$(mktemp)
  (cd "$home" && mvn -Dmaven.test.skip=true -Dcompiler.checker=-Xlint:none "$@") >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
  }
  mv "$started" "$built/stamp"
  rm -f "$log"
}
