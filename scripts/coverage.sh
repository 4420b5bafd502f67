#!/usr/bin/env bash
# Counts the lines of the core and of permessage-deflate that their tests run, and fails if they are too few.
set -euo pipefail

usage() {
	cat <<TEXT
usage: scripts/coverage.sh [--html DIR] [--missing] [-j N]

  --html DIR    also writes the sources with their counts there
  --missing     also lists the lines that are not run
  -j N          jobs at a time; the number of processors unless given
  --help        this text

Builds the tests unit, extensions and plugins in build/coverage, without
optimisation, and runs them. Counted are framework/src and framework/include/WS
without the adapters (net, Net), and extensions. At least $threshold % of the
lines of each have to be run.
TEXT
}

threshold=95
report=()
missing=
jobs=$(nproc)
while [ $# -gt 0 ]; do
	case $1 in
	--html) mkdir -p "${2:?--html needs a folder}"; report+=(--html-details "$(realpath "$2")/index.html"); shift ;;
	--missing) missing=1 ;;
	-j) jobs=${2:?-j needs a number}; shift ;;
	--help | -h) usage; exit ;;
	*) echo "coverage.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
	esac
	shift
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
stage 'Debian packages' install_packages "${build_packages[@]}" "${unit_packages[@]}" gcovr
stage 'configuring' cmake --preset coverage
stage 'building' cmake --build --preset coverage -j "$jobs"
find build/coverage -name '*.gcda' -delete        # of an earlier run
for label in unit extensions plugins; do
	stage "testing $label" build/coverage/tests/ws-$label-tests --catch_system_errors=no
done
echo


# counted PATTERN OPTION...: a report on these sources.
counted() { gcovr --root . --filter "$1" -j "$jobs" "${@:2}" build/coverage; }

core='framework/(src|include/WS)/[^/]*$'
extensions='extensions/(src|include/WS)/[^/]*$'
[ -z "$missing" ] || counted "($core)|($extensions)"
[ ${#report[@]} -eq 0 ] || counted "($core)|($extensions)" "${report[@]}" >/dev/null
counted "$core" --txt build/coverage/lines.txt --print-summary --fail-under-line $threshold
echo
echo extensions:
counted "$extensions" --txt build/coverage/lines-extensions.txt --print-summary --fail-under-line $threshold
