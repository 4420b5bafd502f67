#!/usr/bin/env bash
# Measures what an echoed message costs a server on Poco's HTTPServer: WS::Net's handler against Poco's own WebSocket
# and against a TCP echo that looks at nothing, all three in the same run. Then the drivers in memory. Or permessage-deflate
# against that of websocketpp and of npm's ws.
set -euo pipefail

usage() {
	cat <<TEXT
usage: scripts/bench.sh [--rounds N] [--seconds S] [--quick] [--exclusive] [--check] [--build DIR]
                        [--deflate [--options TEXT]...]

  --rounds N    how often each server is measured, the servers by turns (5)
  --seconds S   how long each time (2)
  --quick       2 rounds of half a second
  --exclusive   nothing else runs on the two processors meanwhile (real-time
                priority, which takes root): for a machine that is not quiet
  --check       exit with 1 if a bar is missed
  --build DIR   a configured build to measure instead of build/release
  --deflate     permessage-deflate with context takeover instead, against
                websocketpp and npm's ws: installs both
  --options TEXT  with --deflate: WS::Net once more with these options, such as
                preset=smallest or level=2,memLevel=6; may be repeated
  --help        this text

The server runs on processor 0, the load generator on processor 1. The figure
to compare is the server's CPU time for each message: it hardly depends on how
much of the processor the server got. But where other work drives the threads
out of the caches, each switch between them costs more than what is compared:
measure on a quiet machine. The ratios are medians of the rounds' ratios.

Bars, with 100 connections and 64 bytes, of what Poco's own WebSocket takes:
  one message at a time   at most $bar_1
  32 messages at a time   at most $bar_32
Bars of --deflate, with 100 connections and 1 KiB of JSON:
  less than each of the two peers takes
  replies of at most $bar_size of the messages
TEXT
}

bar_1=0.75
bar_32=0.15
bar_peer=0.99        # that is, less than the peer
bar_size=0.32
rounds=5
seconds=2
check=
exclusive=
build=
deflate=
options=()
while [ $# -gt 0 ]; do
	case $1 in
	--rounds) rounds=${2:?--rounds needs a number}; shift ;;
	--seconds) seconds=${2:?--seconds needs a number}; shift ;;
	--exclusive) exclusive=1 ;;
	--quick) rounds=2 seconds=0.5 ;;
	--check) check=1 ;;
	--build) build=$(realpath "${2:?--build needs a folder}"); shift ;;
	--deflate) deflate=1 ;;
	--options) options+=("${2:?--options needs a text}"); shift ;;
	--help | -h) usage; exit ;;
	*) echo "bench.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
	esac
	shift
done
if [ ${#options[@]} -gt 0 ] && [ -z "$deflate" ]; then
	echo "bench.sh: --options is for --deflate" >&2
	exit 2
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
if [ -z "$build" ]; then
	build=$PWD/build/release
	[ -n "$deflate" ] || peer_packages=()
	stage 'Debian packages' install_packages "${build_packages[@]}" "${peer_packages[@]}"
	stage 'configuring' cmake --preset release -DWS_BUILD_TESTS=OFF -DWS_BUILD_SAMPLES=OFF
fi
targets=(bench-driver bench-raw-echo bench-echo-poco bench-echo-wsnet)
if [ -n "$deflate" ]; then
	targets=(bench-echo-wsnet bench-echo-websocketpp)
	stage 'npm packages' install_node_modules
fi
stage 'building' cmake --build "$build" --target wsload "${targets[@]}"
echo
bin=$build/tests/bench

server_cpu=(taskset -c 0)
client_cpu=(taskset -c 1)
if [ "$(nproc)" -lt 2 ]; then
	echo "one processor only: the server and the load generator share it" >&2
	client_cpu=(taskset -c 0)
fi
if [ -n "$exclusive" ]; then
	server_cpu+=(chrt --rr 1)        # not --fifo: threads of npm's ws spin until another one has run
	client_cpu+=(chrt --rr 1)
fi

work=$(mktemp -d)
server=
stop() {
	if [ -n "$server" ]; then
		kill "$server" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
		server=
	fi
}
trap 'stop; rm -rf "$work"' EXIT


# start SERVER: runs it, sets $server to its process and $port to its port.
start() {
	local command=("$bin/bench-$1")
	case $1 in
	echo-ws) command=(node tests/bench/echo-ws.mjs) ;;
	deflate\ *) command=("$bin/bench-echo-wsnet" "--deflate=${1#deflate }") ;;
	esac
	mkfifo "$work/said"
	"${server_cpu[@]}" "${command[@]}" >"$work/said" &
	server=$!
	local line=
	read -r -t 20 line <"$work/said" || true
	rm "$work/said"
	port=${line#listening on port }
	if [ -z "$line" ] || [ "$port" = "$line" ]; then
		echo "bench.sh: $1 did not start" >&2
		exit 1
	fi
}


# measure SERVER WSLOAD-OPTION...: what wsload reports of it, in $json.
measure() {
	local name=$1
	shift
	start "$name"
	[ "$name" != raw-echo ] || set -- --raw "$@"
	if ! json=$("${client_cpu[@]}" "$bin/wsload" --port "$port" --pid "$server" --duration "$seconds" --warmup 0.3 --connections 100 --json "$@"); then
		echo "bench.sh: wsload $* against $name failed" >&2
		exit 1
	fi
	stop
}


# field NAME: a number in $json. The CPU time for each message is in microseconds.
field() { sed -nE "s/.*\"$1\": ([0-9.]+).*/\1/p" <<<"$json"; }

median() { sort -g | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }

# ratio A B: the median of the quotients of two files, line by line.
ratio() { paste "$1" "$2" | awk '$2 > 0 {print $1 / $2}' | median; }


# judge VALUE BAR: sets $verdict to what a row of the table ends with; no bar: -.
failed=
judge() {
	verdict=
	if [ "$2" != - ]; then
		verdict="bar $2: met"
		if awk "BEGIN {exit !($1 > $2)}"; then
			verdict="bar $2: MISSED"
			failed=1
		fi
	fi
}


# turn_round: the next round takes $servers from the other end.
turn_round() { mapfile -t servers < <(printf '%s\n' "${servers[@]}" | tac); }


# load TITLE BAR WSLOAD-OPTION...: all servers under one load, and a row of the table.
load() {
	local title=$1 bar=$2 round name
	local servers=(raw-echo echo-poco echo-wsnet)
	shift 2
	rm -f "$work"/*.us
	for ((round = 0; round < rounds; ++round)); do
		for name in "${servers[@]}"; do
			measure "$name" "$@"
			field server_cpu_us_per_op >>"$work/$name.us"
		done
		turn_round
	done

	local of_poco of_raw
	of_poco=$(ratio "$work/echo-wsnet.us" "$work/echo-poco.us")
	of_raw=$(ratio "$work/echo-wsnet.us" "$work/raw-echo.us")
	judge "$of_poco" "$bar"
	printf '%-24s %10.3f %10.3f %10.3f %10.3f %10.2f   %s\n' "$title" \
		"$(median <"$work/raw-echo.us")" "$(median <"$work/echo-poco.us")" "$(median <"$work/echo-wsnet.us")" "$of_poco" "$of_raw" "$verdict"
}


# load_deflate: our presets, the --options and the peers under one load, and the rows of the table.
load_deflate() {
	local peers=(echo-websocketpp echo-ws) round name
	local rows=('deflate preset=balanced' 'deflate preset=shared' 'deflate preset=smallest' "${options[@]/#/deflate }" "${peers[@]}")
	local ours=${rows[0]} servers=("${rows[@]}")
	for ((round = 0; round < rounds; ++round)); do
		for name in "${servers[@]}"; do
			measure "$name" --size 1k --type text --deflate --verify
			field server_cpu_us_per_op >>"$work/$name.us"
			field server_user_us_per_op >>"$work/$name.user"
			field reply_ratio >>"$work/$name.size"
		done
		turn_round
	done

	local size of_peer
	for name in "${rows[@]}"; do
		size=$(median <"$work/$name.size")
		of_peer=$(ratio "$work/$ours.us" "$work/$name.us")
		case $name in
		"$ours") judge "$size" $bar_size && verdict="size, $verdict" ;;
		echo-*) judge "$of_peer" $bar_peer && verdict="CPU, $verdict" ;;
		*) judge - - ;;
		esac
		printf '%-36s %10.2f %10.2f %10.3f %10.2f   %s\n' "${name#deflate }" \
			"$(median <"$work/$name.us")" "$(median <"$work/$name.user")" "$size" "$of_peer" "$verdict"
	done
}


from_cache() { sed -nE "s/^$1:[A-Z]+=(.*)/\1/p" "$build/CMakeCache.txt"; }

compiler=$(from_cache CMAKE_CXX_COMPILER)
type=$(from_cache CMAKE_BUILD_TYPE)
echo "machine   $(sed -nE 's/^model name\s*: //p' /proc/cpuinfo | head -n 1), $(nproc) processors, $(uname -sr), load average $(cut -d ' ' -f 1 /proc/loadavg)"
echo "compiler  $("$compiler" --version | head -n 1); $type: $(from_cache CMAKE_CXX_FLAGS) $(from_cache "CMAKE_CXX_FLAGS_${type^^}")"
echo "method    $rounds rounds of $seconds s, 100 connections, server on processor 0, wsload on processor 1${exclusive:+, with real-time priority}"
echo
if [ -n "$deflate" ]; then
	echo "permessage-deflate, 1 KiB of JSON: CPU of the server for each echoed message, in microseconds"
	printf '%-36s %10s %10s %10s %10s\n' '' CPU 'of it user' 'size' 'ours/this'
	load_deflate
else
	echo "CPU of the server for each echoed message, in microseconds"
	printf '%-24s %10s %10s %10s %10s %10s\n' '' 'raw TCP' 'Poco' 'WS::Net' 'of Poco' 'of raw'
	load '64 B' $bar_1 --size 64
	load '64 B, 32 at a time' $bar_32 --size 64 --depth 32
	load '1 KiB text' - --size 1k --type text
	load '16 KiB UTF-8, 4 at a time' - --size 16k --type text --payload utf8 --depth 4
	echo
	echo "The driver in memory"
	taskset -c 0 "$bin/bench-driver" --rounds "$rounds" --seconds 0.1
fi

if [ -n "$failed" ]; then
	echo
	echo "A bar was missed."
	[ -z "$check" ] || exit 1
fi
