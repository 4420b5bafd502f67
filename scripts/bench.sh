#!/usr/bin/env bash
# Measures what an echoed message costs a server, all in the same run: WS::Net's handler for Poco's HTTPServer against
# Poco's own WebSocket, and WS::Net's server on an event loop against a TCP echo that looks at nothing. Then the drivers in
# memory. Or permessage-deflate against that of websocketpp and of npm's ws.
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

Bars, with 100 connections and 64 bytes:
                          HTTPServer, of what       event loop, of what
                          Poco's WebSocket takes    a bare TCP echo takes
  one message at a time   at most $bar_poco_1              at most $bar_raw_1
  32 messages at a time   at most $bar_poco_32              at most $bar_raw_32
Bars of --deflate, with 100 connections and 1 KiB of JSON:
  less than each of the two peers takes
  replies of at most $bar_size of the messages
TEXT
}

bar_poco_1=0.75
bar_poco_32=0.15
bar_raw_1=1.15
bar_raw_32=1.3
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
. scripts/figures.sh


# measure SERVER WSLOAD-OPTION...: what wsload reports of it, in $json.
measure() {
	local command=("$bin/bench-$1")
	case $1 in
	echo-ws) command=(node tests/bench/echo-ws.mjs) ;;
	loop) command=("$bin/bench-echo-wsnet" --loop) ;;
	deflate\ *) command=("$bin/bench-echo-wsnet" "--deflate=${1#deflate }") ;;
	esac
	local protocol=()
	[ "$1" != raw-echo ] || protocol=(--raw)
	shift
	start "${command[@]}"
	load_server "${protocol[@]}" --duration "$seconds" --warmup 0.3 --connections 100 "$@"
	stop
}


# turn_round: the next round takes $servers from the other end.
turn_round() { mapfile -t servers < <(printf '%s\n' "${servers[@]}" | tac); }


# load TITLE BAR-OF-POCO BAR-OF-RAW WSLOAD-OPTION...: all servers under one load, and a row of the table.
load() {
	local title=$1 bar_poco=$2 bar_raw=$3 round name
	local servers=(raw-echo echo-poco echo-wsnet loop)
	shift 3
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
	of_raw=$(ratio "$work/loop.us" "$work/raw-echo.us")
	verdict=
	judge 'of Poco' "$of_poco" "$bar_poco"
	judge 'of raw' "$of_raw" "$bar_raw"
	printf '%-24s %10.3f %10.3f %10.3f %10.2f %10.3f %10.2f   %s\n' "$title" \
		"$(median <"$work/raw-echo.us")" "$(median <"$work/echo-poco.us")" "$(median <"$work/echo-wsnet.us")" "$of_poco" \
		"$(median <"$work/loop.us")" "$of_raw" "$verdict"
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
		verdict=
		case $name in
		"$ours") judge size "$size" $bar_size ;;
		echo-*) judge CPU "$of_peer" $bar_peer ;;
		esac
		printf '%-36s %10.2f %10.2f %10.3f %10.2f   %s\n' "${name#deflate }" \
			"$(median <"$work/$name.us")" "$(median <"$work/$name.user")" "$size" "$of_peer" "$verdict"
	done
}


describe "$rounds rounds of $seconds s, 100 connections, server on processor 0, wsload on processor 1"
if [ -n "$deflate" ]; then
	echo "permessage-deflate, 1 KiB of JSON: CPU of the server for each echoed message, in microseconds"
	printf '%-36s %10s %10s %10s %10s\n' '' CPU 'of it user' 'size' 'ours/this'
	load_deflate
else
	echo "CPU of the server for each echoed message, in microseconds"
	printf '%-24s %10s %10s %10s %10s %10s %10s\n' '' 'raw TCP' 'Poco' 'HTTPServer' 'of Poco' 'event loop' 'of raw'
	load '64 B' $bar_poco_1 $bar_raw_1 --size 64
	load '64 B, 32 at a time' $bar_poco_32 $bar_raw_32 --size 64 --depth 32
	load '1 KiB text' - - --size 1k --type text
	load '16 KiB UTF-8, 4 at a time' - - --size 16k --type text --payload utf8 --depth 4
	echo
	echo "The driver in memory"
	taskset -c 0 "$bin/bench-driver" --rounds "$rounds" --seconds 0.1
fi
conclude
