#!/bin/sh
# What the CUDA backend must show on a machine with an NVIDIA GPU, from the folder that gpu-pack.sh
# made; needs Python with PyTorch for the stages bench and large, and neither a JDK nor a network.
#
#   ./gpu-check.sh [STAGE...]
#
# Stages, each with a limit of its own (in seconds; on a machine with an H100 they take about half):
#   conformance 280   every operation, random graphs and PyTorch's vectors
#   bench       480   W1 to W5 beside PyTorch
#   large       360   the network of vgg-imagenet and a large language model beside PyTorch
#   kernels     120   bandwidth of the generated kernels
#   train       400   lenet-mnist and shakespeare-lstm
#   memory      120   50,000 steps
#
# Without one: all. Logs go to the folder OUT names, default ./out. Settings, all optional:
#   OUT             where logs and figures go
#   JACOBI_DEVICE   default cuda; cpu to try the script
#   PYTHON          default python3
#   JACOBI_QUICK=1  hardly any work, to try the script
#   JACOBI_JVM_FLAGS  more flags for the JVM
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
out=${OUT:-$here/out}
device=${JACOBI_DEVICE:-cuda}
python=${PYTHON:-python3}
quick=${JACOBI_QUICK:-}
export JACOBI_DEVICE="$device"

mkdir -p "$out"
out=$(cd "$out" && pwd -P)

# As the launchers start it; the generated kernels of the processor are not what is measured.
run_java() {
  # shellcheck disable=SC2086 # Flags are words.
  "$scratch/runtime/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmn16m \
    --add-modules=jdk.incubator.vector ${JACOBI_JVM_FLAGS:-} "$@"
}

jars=$(find "$here/jars" -name '*.jar' | tr '\n' ':')
tests=$(find "$here/tests" -name '*.jar' | tr '\n' ':')

# Whatever is named as the path keeps the tests from simulating a GPU; the usual places are looked
# through in any case.
run_tests() {
  run_java -Djacobi.fuzz.count=1000 -Djacobi.device="$device" \
    -Djacobi.cuda.path="${JACOBI_CUDA_PATH:-$scratch}" \
    -cp "$here/tests/$1:$tests$jars" org.junit.platform.console.ConsoleLauncher execute \
    --disable-banner --disable-ansi-colors --details=summary --fail-if-no-tests \
    --config=junit.jupiter.extensions.autodetection.enabled=true \
    --scan-classpath="$here/tests/$1" --include-classname "$2"
}

conformance() {
  run_tests backend-cuda '^jacobi[.]cuda[.](driver[.]|library[.])?[A-Z][A-Za-z]*Test$'
  cuda=$?
  run_tests library '.*Test$' && [ $cuda -eq 0 ]
}

bench() {
  settings="--rounds 11 --warm-up 1"
  [ -z "$quick" ] || settings="--batch 2 --rounds 1 --turn 1 --warm-up 0.01 --eager"
  # shellcheck disable=SC2086
  run_java -cp "$jars" jacobi.bench.gpu.GpuBench --device "$device" --python "$python" \
    --json "$out/bench.json" $settings W1 W2 W3 W4 W5
}

large() {
  networks="E6 LM"
  settings="--rounds 7"
  if [ -n "$quick" ]; then
    networks=LM
    settings="--batch 1 --rounds 1 --turn 1 --warm-up 0.01 --eager --precision float32"
  fi
  # shellcheck disable=SC2086
  run_java -cp "$jars" jacobi.bench.gpu.GpuBench --device "$device" --python "$python" \
    --json "$out/large.json" $settings $networks
}

kernels() {
  settings=
  [ -z "$quick" ] || settings="--batch 2 W1 W4"
  # shellcheck disable=SC2086
  run_java -cp "$jars" jacobi.bench.gpu.GpuKernels --device "$device" $settings
}

# Without --out no report is drawn, for which this folder has neither the jars nor the modules.
train() {
  settings=
  [ -z "$quick" ] || settings="--epochs 1 --set training.batch=1000"
  for network in lenet-mnist shakespeare-lstm; do
    start=$(date +%s)
    # shellcheck disable=SC2086
    run_java -cp "$jars" jacobi.cli.Main train "$network" --data-dir "$here/data" \
      --device "$device" $settings || return
    echo "$network: $(($(date +%s) - start)) s"
  done
}

memory() {
  steps=50000
  [ -z "$quick" ] || steps=10000
  run_java -cp "$jars" jacobi.bench.FlatMemory --device "$device" "$steps"
}

limit() {
  case $1 in
    conformance) echo 280 ;;
    bench) echo 480 ;;
    large) echo 360 ;;
    kernels | memory) echo 120 ;;
    train) echo 400 ;;
    *)
      echo "gpu-check: no stage '$1'" >&2
      return 2
      ;;
  esac
}

# What timeout starts: this script again, for one stage.
if [ "${1:-}" = --stage ]; then
  scratch=$3
  "$2"
  exit
fi

[ $# -gt 0 ] || set -- conformance bench large kernels train memory
for stage in "$@"; do
  limit "$stage" >/dev/null || exit
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
tar -C "$scratch" -xzf "$here/runtime.tar.gz" || exit 2

table="$out/stages.txt"
printf '%-12s %-10s %7s\n' stage result seconds >"$table"
failed=0
for stage in "$@"; do
  echo "== $stage"
  start=$(date +%s)
  timeout -k 10 "$(limit "$stage")" sh "$here/gpu-check.sh" --stage "$stage" "$scratch" \
    >"$out/$stage.log" 2>&1
  code=$?
  case $code in
    0) result=passed ;;
    124 | 137) result='cut off' ;;
    *) result="failed, $code" ;;
  esac
  [ $code -eq 0 ] || failed=1
  grep -v -e '^WARNING: Using incubator' -e '^\[.* containers ' -e '^\[  *0 tests ' \
    -e '^$' "$out/$stage.log" | tail -n 32
  printf '%-12s %-10s %7s\n' "$stage" "$result" $(($(date +%s) - start)) >>"$table"
done
echo "== version $(cat "$here/version"), $device, logs in $out"
cat "$table"
exit $failed
