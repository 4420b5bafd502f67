#!/usr/bin/env bash
# Prints the instructions for each input of n and of 2n bytes and their ratio. Fails if one is above 2.2.
#
#   linear.sh WS_LINEAR_TIME
set -euo pipefail
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file="$work/out" "$program" >"$work/log" 2>&1 || {
	cat "$work/log" >&2
	exit 1
}

printf '%-45s %12s %12s %6s\n' 'instructions for an input of' 'n bytes' '2n bytes' 'ratio'
cd "$work"
printf '%s\n' out.* | sort -t. -k2n | xargs awk -v limit=2.2 '
	/^desc: Trigger: Client Request: / {
		sub(/^desc: Trigger: Client Request: [0-9]+ /, "")
		name = $0
	}
	/^totals: / {
		if (!(name in first)) {
			first[name] = $2
			next
		}
		ratio = first[name] ? $2 / first[name] : limit + 1
		above = (ratio > limit)
		printf("%-45s %12d %12d %6.2f%s\n", name, first[name], $2, ratio, above ? "  above " limit : "")
		bad += above
		++count
	}
	END {
		printf("%d inputs, %d above %s\n", count, bad, limit)
		exit(bad > 0 || count == 0)
	}'
