#!/usr/bin/env bash
# Installs what the tool needs, builds it, and runs `wsdriver serve`.
#
#   scripts/serve.sh [OPTION...]        the options are the tool's: try --help
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
here=$PWD
cd "$home"
. scripts/packages.sh

install_packages "${build_packages[@]}"
if [ ! -f build/release/build.ninja ]; then
	stage 'configuring' cmake --preset release -DWS_BUILD_TESTS=OFF -DWS_BUILD_BENCH=OFF
elif ! grep -q '^WS_BUILD_SAMPLES:[A-Z]*=ON$' build/release/CMakeCache.txt; then        # test.sh --quick
	stage 'configuring' cmake -S . -B build/release -DWS_BUILD_SAMPLES=ON
fi
stage 'building' cmake --build --preset release --target wsdriver

cd "$here"        # paths among the options are the caller's
exec "$home/build/release/samples/wsdriver/wsdriver" serve "$@"
