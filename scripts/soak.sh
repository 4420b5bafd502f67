#!/usr/bin/env bash
# Keeps a server on event loops under clients that come, talk, stall and go, and looks for memory that grows and for
# descriptors that are left over.
set -euo pipefail

usage() {
	cat <<TEXT
usage: scripts/soak.sh [MINUTES] [--connections N] [--starts N] [--seed N] [--build DIR]

  MINUTES          how long (10)
  --connections N  clients at a time, in five processes (1000)
  --starts N       how often another server starts and stops meanwhile (1000)
  --seed N         what the clients do by chance, and when one of their processes
                   is killed (1)
  --build DIR      a configured build to use instead of build/release
  --help           this text

Clients talk, stay silent, read late or never, reset and half-close connections,
and send half a request or garbage; a fifth of them are the library's own, over
TLS and without. Every five seconds or so one of the processes is killed. Exits
with 1 if the memory has grown between the second and the last quarter of the
time, if a descriptor is left over, or if a client gets what it must not, or
nothing at all. Ends orderly on SIGINT and SIGTERM.
TEXT
}

build=
arguments=()
while [ $# -gt 0 ]; do
	case $1 in
	--connections | --starts | --seed) arguments+=("$1" "${2:?$1 needs a number}"); shift ;;
	--build) build=$(realpath "${2:?--build needs a folder}"); shift ;;
	--help | -h) usage; exit ;;
	[0-9]*) arguments+=(--minutes "$1") ;;
	*) echo "soak.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
	esac
	shift
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
if [ -z "$build" ]; then
	build=$PWD/build/release
	stage 'Debian packages' install_packages "${build_packages[@]}"
	stage 'configuring' cmake --preset release -DWS_BUILD_TESTS=OFF -DWS_BUILD_SAMPLES=OFF
fi
stage 'building' cmake --build "$build" --target ws-soak
echo
exec "$build/tests/soak/ws-soak" "${arguments[@]}"
