#!/bin/sh
# Collects everything that gpu-check.sh needs on a machine with a GPU, but no JDK, no Maven, no
# network and no sources, into target/gpu: a Java runtime, jars, tests and data, at most 60 MiB.
# Without the native libraries of oneDNN, and without what only draws: neither is used there.
#
#   tools/gpu-pack.sh DATA    DATA holds, at any depth, the files of MNIST and tinyshakespeare.txt
set -eu

home=$(cd "$(dirname "$0")/.." && pwd -P)
name=gpu-pack
built=$home/target/gpu-pack
out=$home/target/gpu
most=$((60 * 1024 * 1024))

. "$home/tools/launcher.sh"

[ $# -eq 1 ] && [ -d "$1" ] || fail "expects the folder of the data"
data=$(cd "$1" && pwd -P)

find_jdk
rm -rf "$out"
mkdir -p "$built" "$out/jars" "$out/tests" "$out/data"

for file in train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz t10k-images-idx3-ubyte.gz \
  t10k-labels-idx1-ubyte.gz tinyshakespeare.txt; do
  found=$(find "$data" -name "$file" | head -n 1)
  [ -n "$found" ] || fail "$data has no $file"
  cp "$found" "$out/data"
done

echo "$name: building" >&2
junit=$(sed -n 's:.*<junit.version>\(.*\)</junit.version>.*:\1:p' "$home/pom.xml")
# Tests are compiled, and not run.
(
  cd "$home" &&
    mvn -q -DskipTests -Dcompiler.checker=-Xlint:none -am \
      -pl bench,cli,backend-cuda,library package \
      dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/gpu-classpath &&
    mvn -q -N dependency:copy -DoutputDirectory="$out/tests" \
      -Dartifact="org.junit.platform:junit-platform-console-standalone:$junit"
) >"$built/log" 2>&1 || {
  cat "$built/log" >&2
  exit 1
}

for jar in "$home"/*/target/jacobi-*.jar; do
  case $jar in
    */jacobi-browser* | */jacobi-examples*) ;;
    # It brings backends that only tests want.
    */jacobi-testkit*) cp "$jar" "$out/tests" ;;
    *) cp "$jar" "$out/jars" ;;
  esac
done
# Of other people's jars: what reads specifications and arguments, and what tests are written with.
cat "$home"/bench/target/gpu-classpath "$home"/cli/target/gpu-classpath | tr ':' '\n' | sort -u |
  while read -r jar; do
    case ${jar##*/} in
      jackson-* | snakeyaml-* | picocli-* | fastcsv-*) cp "$jar" "$out/jars" ;;
      assertj-core-*) cp "$jar" "$out/tests" ;;
    esac
  done
for module in backend-cuda library; do
  cp -R "$home/$module/target/test-classes" "$out/tests/$module"
done

# java.desktop is left out: nothing is drawn, and MNIST is read without it.
modules=java.base,java.logging,java.management,java.net.http,java.xml
modules=$modules,jdk.incubator.vector,jdk.unsupported
rm -rf "$built/runtime"
"$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
  --compress zip-0 --output "$built/runtime" 2>"$built/log" || {
  cat "$built/log" >&2
  exit 1
}
# Packed whole it is smaller than packed file by file.
tar -C "$built" -cf - runtime | gzip -9 >"$out/runtime.tar.gz"

cp "$home/tools/gpu-check.sh" "$out"
git -C "$home" describe --always --dirty >"$out/version"

bytes=$(find "$out" -type f -exec cat {} + | wc -c)
echo "$name: $out, $((bytes / 1024)) KiB"
(cd "$out" && du -sk -- *)
[ "$bytes" -le "$most" ] || fail "that is more than $((most / 1024)) KiB"
