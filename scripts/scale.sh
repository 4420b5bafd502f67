#!/usr/bin/env bash
# Measures a server on one event loop with as many connections as the system allows: idle ones, readers that stop, handshakes
# that are never completed, and a drain.
set -euo pipefail

usage() {
	cat <<TEXT
usage: scripts/scale.sh [--quick] [--rounds N] [--exclusive] [--check] [--build DIR] [SCENE]...

SCENE is idle, stalled, handshakes or drain; all of them unless given.

  --quick       idle connections for 25 seconds instead of 60
  --rounds N    how often the readers stop (5)
  --exclusive   nothing else runs on the two processors meanwhile (real-time
                priority, which takes root): for a machine that is not quiet
  --check       exit with 1 if a bar is missed
  --build DIR   a configured build to measure instead of build/release
  --help        this text

Bars:
  idle        connections: what the limit of descriptors allows less $spare, at
              most $most. All answer a ping. Resident memory of each at most
              $bar_idle bytes, and $bar_deflate with permessage-deflate that was
              used and released. CPU at most $bar_cpu % of a processor; where a
              server that does nothing but send those pings takes more, at
              most $bar_raw of that
  stalled     one client stops reading while 100 others echo, as the receiver of
              a flood and as one that sends: the 99th percentile of the
              others' latency at most $bar_p99 times what it is undisturbed, memory
              within maxQueued and what the loop keeps for all, $bar_queue KiB
  handshakes  5000 that stay half done take at most 20 KiB each, new clients are
              served meanwhile, and all are gone in the end
  drain       5000 clients see 1001, and nobody is cut before the deadline
TEXT
}

spare=200
most=20000
bar_idle=2048
bar_deflate=8192
bar_cpu=0.5
bar_raw=1.15
bar_p99=2
bar_queue=$((16384 + 4096))
rounds=5
idle_seconds=60
check=
exclusive=
build=
scenes=()
while [ $# -gt 0 ]; do
	case $1 in
	--quick) idle_seconds=25 ;;
	--rounds) rounds=${2:?--rounds needs a number}; shift ;;
	--exclusive) exclusive=1 ;;
	--check) check=1 ;;
	--build) build=$(realpath "${2:?--build needs a folder}"); shift ;;
	--help | -h) usage; exit ;;
	idle | stalled | handshakes | drain) scenes+=("$1") ;;
	*) echo "scale.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
	esac
	shift
done
[ ${#scenes[@]} -gt 0 ] || scenes=(idle stalled handshakes drain)

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
if [ -z "$build" ]; then
	build=$PWD/build/release
	stage 'Debian packages' install_packages "${build_packages[@]}"
	stage 'configuring' cmake --preset release -DWS_BUILD_TESTS=OFF -DWS_BUILD_SAMPLES=OFF
fi
stage 'building' cmake --build "$build" --target wsload bench-raw-echo bench-echo-wsnet bench-crowd
. scripts/figures.sh


# idle_connections: how many there may be; the server and wsload each have that many.
idle_connections() {
	local limit
	limit=$(ulimit -Hn)
	if [ "$limit" = unlimited ] || [ "$limit" -ge $((most + spare)) ]; then limit=$((most + spare)); fi
	if [ "$limit" -gt "$spare" ]; then echo $((limit - spare)); else echo 1; fi
}


# hold TITLE SERVER [WSLOAD-OPTION...]: idle connections for a while, and the first half of a row of the table.
hold() {
	local title=$1 command=$2
	shift 2
	# shellcheck disable=SC2086
	start "$bin"/$command
	load_server --mode idle --connections "$connections" --browser --timeout 120 --settle 8 --duration "$idle_seconds" "$@"
	stop
	printf '%-34s %10d %10d %10d %10.2f %10.1f' "$title" "$(field pings)" "$(field pinged_connections)" \
		"$(field bytes_per_connection)" "$(field server_cpu_percent)" "$(field server_cpu_us_per_ping)"
}


# judge_ping: whether all connections were sent one, and have answered.
judge_ping() { judge 'without a ping' $((connections - $(field pinged_connections))) 0; }


idle() {
	local connections bare bare_ping
	connections=$(idle_connections)
	echo "$connections idle connections for $idle_seconds s: bytes of resident memory each, and CPU of the server"
	printf '%-34s %10s %10s %10s %10s %10s\n' '' pings pinged bytes 'CPU, %' 'us/ping'
	hold 'a bare server that sends the pings' 'bench-raw-echo --pings'
	bare=$(field server_cpu_percent)
	bare_ping=$(field server_cpu_us_per_ping)
	echo

	hold 'event loop' 'bench-echo-wsnet --loop'
	verdict=
	judge_ping
	judge memory "$(field bytes_per_connection)" $bar_idle
	if awk "BEGIN {exit !($bare > $bar_cpu)}"; then
		judge 'CPU of bare' "$(awk "BEGIN {print $(field server_cpu_us_per_ping) / $bare_ping}")" $bar_raw
	else
		judge CPU "$(field server_cpu_percent)" $bar_cpu
	fi
	echo "   $verdict"

	hold 'event loop, permessage-deflate' 'bench-echo-wsnet --loop --deflate' --deflate --messages 8 --size 1k --type text
	verdict=
	judge_ping
	judge memory "$(field bytes_per_connection)" $bar_deflate
	echo "   $verdict"
}


resident() { sed -nE "s/^$1:\s+([0-9]+) kB/\1/p" "/proc/$server/status"; }


# stall TITLE PATH: a client that does not read what it is sent at this path, and a row of the table.
stall() {
	local title=$1 path=$2 round stalled grown=0 now
	rm -f "$work"/*.us
	for ((round = 0; round < rounds; ++round)); do
		start "$bin/bench-echo-wsnet" --loop
		load_server --connections 100 --size 60k --depth 4 --duration 0.3 --warmup 0        # buffers are there
		load_server --connections 100 --duration 1.5 --warmup 0.3
		field p99_us >>"$work/before.us"
		now=$(resident VmHWM)
		"${client_cpu[@]}" "$bin/wsload" --port "$port" --mode stall --path "$path" --size 32k --depth 8 --duration 2 --json >"$work/stalled" &
		stalled=$!
		load_server --connections 100 --duration 1.5 --warmup 0.3
		field p99_us >>"$work/while.us"
		wait "$stalled"
		grown=$(printf '%d\n' "$grown" $(($(resident VmHWM) - now)) | sort -n | tail -n 1)
		stop
	done

	local times
	times=$(ratio "$work/while.us" "$work/before.us")
	verdict=
	judge p99 "$times" $bar_p99
	judge memory "$grown" $bar_queue
	printf '%-34s %10.0f %10.0f %10.2f %10d   %s\n' "$title" "$(median <"$work/before.us")" "$(median <"$work/while.us")" "$times" "$grown" "$verdict"
}


stalled() {
	echo "A client that does not read, and 100 others: the 99th percentile of their latency in microseconds before and meanwhile;"
	echo "KiB by which the peak of the server's memory grows"
	printf '%-34s %10s %10s %10s %10s\n' '' before meanwhile ratio KiB
	stall 'receives a flood' /flood
	stall 'sends without end' /
}


# crowd SCENE: of thousands of clients in the server's process.
crowd() { "${server_cpu[@]}" "$bin/bench-crowd" "$1" || failed=1; }

handshakes() { crowd handshakes; }
drain() { crowd drain; }


describe "server on processor 0, its clients on processor 1, but for handshakes and drain"
for scene in "${scenes[@]}"; do
	"$scene"
	echo
done
conclude
