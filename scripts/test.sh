#!/usr/bin/env bash
# Installs what the tests need, builds, and runs every test. The last lines are CTest's summary over all builds.
set -euo pipefail

usage() {
	cat <<TEXT
usage: scripts/test.sh [--quick] [--only LABEL] [-j N]

  --quick       the release build's unit, extensions, plugins, conformance and
                net tests only
  --only LABEL  the tests with this label, in every build that has them:
                unit, extensions, plugins, fuzz, conformance, net, interop,
                browser, samples, build or coverage
  -j N          jobs at a time; the number of processors unless given
  --help        this text

Builds are in build/release, build/asan (AddressSanitizer and
UndefinedBehaviorSanitizer: unit, extensions, plugins, fuzz, conformance, net,
interop), build/tsan (extensions, net), build/pollset (net, with event loops that
do without epoll) and build/fuzz (clang: each fuzzer for 30 seconds; the others
replay its corpus). The test of coverage makes one more, build/coverage: see
scripts/coverage.sh.
TEXT
}

quick=
label=
jobs=$(nproc)
while [ $# -gt 0 ]; do
	case $1 in
	--quick) quick=1 ;;
	--only) label=${2:?--only needs a label}; shift ;;
	-j) jobs=${2:?-j needs a number}; shift ;;
	--help | -h) usage; exit ;;
	*) echo "test.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
	esac
	shift
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh

if [ -n "$quick" ]; then
	stage 'Debian packages' install_packages "${build_packages[@]}" "${unit_packages[@]}"
	presets=(release)
	options=(-DWS_BUILD_SAMPLES=OFF -DWS_BUILD_BENCH=OFF '-DWS_TEST_LABELS=unit;extensions;plugins;conformance;net')
else
	stage 'Debian packages' install_packages "${build_packages[@]}" "${unit_packages[@]}" "${fuzz_packages[@]}" "${test_packages[@]}"
	stage 'npm packages' install_node_modules
	presets=(release asan tsan pollset fuzz)
	options=()
fi

export NINJA_STATUS='[%f/%t, %es] '
builds=()
for preset in "${presets[@]}"; do
	stage "configuring $preset" cmake --preset "$preset" "${options[@]}"
	if ctest --test-dir "build/$preset" --show-only ${label:+-L "^$label\$"} | grep -qx 'Total Tests: 0'; then continue; fi
	stage "building $preset" cmake --build --preset "$preset" -j "$jobs"
	builds+=("$preset")
done

# One run over all builds, and so one summary.
printf 'subdirs(%s)\n' "${builds[*]}" >build/CTestTestfile.cmake
printf '\n==> testing %s\n' "${builds[*]}"
ctest --test-dir build -j "$jobs" --output-on-failure --no-tests=error ${label:+-L "^$label\$"}
