# shellcheck shell=bash disable=SC2034,SC2154
# What the scripts that measure have in common: a server and its load generator, figures, and bars. To be sourced behind
# packages.sh, with $build and $exclusive set.

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


# start COMMAND...: runs a server, sets $server to its process and $port to its port.
start() {
	mkfifo "$work/said"
	"${server_cpu[@]}" "$@" >"$work/said" &
	server=$!
	local line=
	read -r -t 20 line <"$work/said" || true
	rm "$work/said"
	port=${line#listening on port }
	if [ -z "$line" ] || [ "$port" = "$line" ]; then
		echo "$* did not start" >&2
		exit 1
	fi
}


# load_server WSLOAD-OPTION...: what wsload reports of the server that runs, in $json.
load_server() {
	if ! json=$("${client_cpu[@]}" "$bin/wsload" --port "$port" --pid "$server" --json "$@"); then
		echo "wsload $* failed" >&2
		exit 1
	fi
}


# field NAME: a number in $json. The CPU time for each message is in microseconds.
field() { sed -nE "s/.*\"$1\": ([0-9.]+).*/\1/p" <<<"$json"; }

median() { sort -g | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }

# ratio A B: the median of the quotients of two files, line by line.
ratio() { paste "$1" "$2" | awk '$2 > 0 {print $1 / $2}' | median; }


# judge WHAT VALUE BAR: adds to $verdict, with which a row of the table ends; no bar: -.
failed=
verdict=
judge() {
	[ "$3" != - ] || return 0
	local result=met
	if awk "BEGIN {exit !($2 > $3)}"; then
		result=MISSED
		failed=1
	fi
	verdict+="${verdict:+; }$1, bar $3: $result"
}


# conclude: the last line, and with $check the exit code.
conclude() {
	[ -n "$failed" ] || return 0
	echo
	echo "A bar was missed."
	[ -z "$check" ] || exit 1
}


from_cache() { sed -nE "s/^$1:[A-Z]+=(.*)/\1/p" "$build/CMakeCache.txt"; }

# describe METHOD: the machine, the compiler, and how it is measured.
describe() {
	local compiler type
	compiler=$(from_cache CMAKE_CXX_COMPILER)
	type=$(from_cache CMAKE_BUILD_TYPE)
	echo
	echo "machine   $(sed -nE 's/^model name\s*: //p' /proc/cpuinfo | head -n 1), $(nproc) processors, $(uname -sr), load average $(cut -d ' ' -f 1 /proc/loadavg)"
	echo "compiler  $("$compiler" --version | head -n 1); $type: $(from_cache CMAKE_CXX_FLAGS) $(from_cache "CMAKE_CXX_FLAGS_${type^^}")"
	echo "method    $1${exclusive:+, with real-time priority}"
	echo
}
