#!/usr/bin/env bash
# Every row of the page about bad input has a test with its number in each of its layers, and every such number is a row.
#
#   limits.sh PAGE UNIT_TESTS NET_TESTS EXTENSIONS_TESTS PLUGINS_TESTS
set -euo pipefail
page=$1
declare -A program=([core]=$2 [net]=$3 [extensions]=$4 [plugins]=$5)

# rows LAYER: the numbers of the rows of that layer.
rows() { sed -nE 's/^\| ([0-9]+) \|.*\| ([a-z, ]+) \|$/\1 \2/p' "$page" | grep -w "$1" | cut -d ' ' -f 1; }

# tested LAYER: the numbers in the names of the test cases that are switched on.
tested() { "${program[$1]}" --list_content 2>&1 | sed -nE 's/^ *badInput([0-9]+)[^*]*\*$/\1/p' | sed 's/^0*//' | sort -nu; }

bad=0
for layer in core net extensions plugins; do
	mapfile -t rows < <(rows $layer)
	mapfile -t tested < <(tested $layer)
	printf '%s: %d rows, tests for %d\n' $layer ${#rows[@]} ${#tested[@]}
	for row in "${rows[@]}"; do
		if [[ " ${tested[*]} " != *" $row "* ]]; then
			echo "row $row has no test badInput$(printf %02d "$row")... in ${program[$layer]##*/}" >&2
			bad=1
		fi
	done
	for row in "${tested[@]}"; do
		if ! grep -q "^| $row |" "$page"; then
			echo "badInput$(printf %02d "$row")... in ${program[$layer]##*/} names no row of $page" >&2
			bad=1
		fi
	done
done
[ "$(rows core | wc -l)" -gt 0 ] || { echo "no rows in $page" >&2; bad=1; }
exit $bad
