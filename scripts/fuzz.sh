#!/usr/bin/env bash
# Installs what the fuzzers need, builds them with clang, and runs one after another.
set -euo pipefail

usage() {
	cat <<TEXT
usage: scripts/fuzz.sh MINUTES [TARGET...]
       scripts/fuzz.sh --runs N [TARGET...]
       scripts/fuzz.sh --list

  MINUTES    how long to run each target, such as 30 or 0.5
  --runs N   how many inputs to give to each target instead
  --list     the names of the targets
  --help     this text

Without TARGET all of them. They start from tests/fuzz/corpus/TARGET and from
build/fuzz/corpus/TARGET, where they keep what reaches something new.
An input that breaks a rule, crashes, leaks, or takes over 10 s or too much
memory ends its target's run, is stored in build/fuzz/findings, and makes the
exit code 1. What it did is in build/fuzz/logs; to see it again:
  build/fuzz/tests/fuzz/fuzz-TARGET build/fuzz/findings/FILE
TEXT
}

limit=()
runs=0
list=
case ${1-} in
--runs) runs=${2:?--runs needs a number}; shift 2 ;;
--list) list=1; shift ;;
--help | -h) usage; exit ;;
'' | -*) usage >&2; exit 2 ;;
*) minutes=$1; shift ;;
esac
if [ -n "${minutes-}" ]; then
	if ! [[ $minutes =~ ^[0-9]+(\.[0-9]+)?$ ]]; then
		echo "fuzz.sh: not a number of minutes: $minutes" >&2
		exit 2
	fi
	seconds=$(awk "BEGIN {print int($minutes * 60 + 0.5)}")
	limit=(-max_total_time="$seconds")
elif [ -z "$list" ]; then
	if ! [[ $runs =~ ^[1-9][0-9]*$ ]]; then
		echo "fuzz.sh: not a number of runs: $runs" >&2
		exit 2
	fi
	limit=(-runs="$runs")
fi
if [ ${#limit[@]} -gt 0 ] && [ "${limit[0]}" = -max_total_time=0 ]; then        # libFuzzer would run without end
	echo "fuzz.sh: no time to run: $minutes minutes" >&2
	exit 2
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.."
mapfile -t known < <(sed -nE 's/^\s*ws_add_fuzzer\((\w+).*/\1/p' tests/fuzz/CMakeLists.txt)
if [ -n "$list" ]; then printf '%s\n' "${known[@]}"; exit; fi
[ $# -gt 0 ] || set -- "${known[@]}"
for target; do
	if ! printf '%s\n' "${known[@]}" | grep -qx -- "$target"; then
		echo "fuzz.sh: no target $target; there are: ${known[*]}" >&2
		exit 2
	fi
done

. scripts/packages.sh
export NINJA_STATUS='[%f/%t, %es] '
stage 'Debian packages' install_packages "${build_packages[@]}" "${unit_packages[@]}" "${fuzz_packages[@]}"
stage 'configuring' cmake --preset fuzz
stage 'building' cmake --build --preset fuzz

build=$PWD/build/fuzz
mkdir -p "$build/logs"
fuzzer=
trap '[ -z "$fuzzer" ] || kill "$fuzzer" 2>/dev/null || true' EXIT


# statistic NAME: a figure of libFuzzer's final statistics.
statistic() { sed -nE "s/^stat::$1: +([0-9]+)/\1/p" "$log"; }

# reached PATTERN: what libFuzzer says about its coverage in the last line of progress with PATTERN, as "cov: 1776 ft: 4591".
reached() { grep -aE "^#[0-9]+.*$1" "$log" | tail -n 1 | grep -oE 'cov: [0-9]+ ft: [0-9]+' || echo 'cov: 0 ft: 0'; }

# figure NAME LINE: one of the two.
figure() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$2"; }


# watch_fuzzer TARGET: says every 10 seconds how far it is.
watch_fuzzer() {
	local start=$SECONDS next=10
	while kill -0 "$fuzzer" 2>/dev/null; do
		sleep 0.5
		if [ $((SECONDS - start)) -lt $next ]; then continue; fi
		next=$((next + 10))
		printf '    %s: %d s, %s\n' "$1" $((SECONDS - start)) \
			"$(grep -aE '^#[0-9]+\s' "$log" | tail -n 1 | sed -nE 's/^#([0-9]+).*(cov: [0-9]+ ft: [0-9]+).*/over \1 runs, \2/p')"
	done
}


found=0
rows=()
for target; do
	log=$build/logs/$target.log
	before=$(find "$build/findings" -name "$target-*" | wc -l)
	printf '\n==> fuzzing %s, %s\n' "$target" "${limit[0]#-}"
	sh "$build/fuzz-$target.sh" "${limit[@]}" >"$log" 2>&1 &
	fuzzer=$!
	watch_fuzzer "$target"
	code=0
	wait "$fuzzer" || code=$?
	fuzzer=

	first=$(reached INITED)
	last=$(reached 'cov: ')
	verdict='no finding'
	if [ "$code" -ne 0 ]; then
		found=$((found + 1))
		verdict="FAILED with $code, $(($(find "$build/findings" -name "$target-*" | wc -l) - before)) new in build/fuzz/findings"
		tail -n 60 "$log"
	fi
	executed=$(statistic number_of_executed_units)
	speed=$(statistic average_exec_per_sec)
	rows+=("$(printf '%-14s %12s %9s %9s %9s   %s' "$target" "${executed:-?}" "${speed:-?}" \
		"$(figure cov "$last") (+$(($(figure cov "$last") - $(figure cov "$first"))))" \
		"$(figure ft "$last") (+$(($(figure ft "$last") - $(figure ft "$first"))))" "$verdict")")
done

printf '\n%-14s %12s %9s %13s %15s\n' '' runs exec/s edges features
printf '%s\n' "${rows[@]}"
if [ "$found" -gt 0 ]; then
	echo
	echo "$found of $# targets failed; logs are in build/fuzz/logs"
	exit 1
fi
