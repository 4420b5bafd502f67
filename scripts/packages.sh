# shellcheck shell=bash disable=SC2034
# What the scripts need from Debian and from npm, and how they get it. To be sourced, in the root of the source tree.

build_packages=(g++ cmake ninja-build libpoco-dev libssl-dev libsimdjson-dev zlib1g-dev libzstd-dev libcli11-dev)
unit_packages=(ccache libboost-test-dev)
test_packages=(git clang-format valgrind gcovr pkg-config python3 python3-websockets tinyproxy-bin chromium ca-certificates
	nginx haproxy openssl dante-server iproute2)
fuzz_packages=(clang libclang-rt-14-dev binutils)        # libFuzzer and the sanitizers' run-time; addr2line for their reports
peer_packages=(libwebsocketpp-dev libboost-dev)        # a server for scripts/bench.sh --deflate to compare with, and its Asio
node_packages=()
command -v node >/dev/null || node_packages+=(nodejs)        # a node from elsewhere will do, and may not bear Debian's npm
command -v npm >/dev/null || node_packages+=(npm)
test_packages+=("${node_packages[@]}")
peer_packages+=("${node_packages[@]}")


# stage TITLE COMMAND...: runs a step, with its name before and its time after it.
stage() {
	local title=$1 start=$SECONDS
	shift
	printf '\n==> %s\n' "$title"
	"$@"
	printf '<== %s: %d s\n' "$title" $((SECONDS - start))
}


# install_packages PACKAGE...: the Debian packages that are missing. No network if none is.
install_packages() {
	local missing
	mapfile -t missing < <(comm -23 <(printf '%s\n' "$@" | sort) <(
		dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | awk '$1 == "ii" {print $2}' | sort))
	[ ${#missing[@]} -gt 0 ] || return 0

	local root=()
	if [ "$(id -u)" -ne 0 ]; then
		root=(sudo -n)
		if ! sudo -n true 2>/dev/null; then
			echo "Packages are missing, and only root may install them. Please run:" >&2
			echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
			return 1
		fi
	fi
	local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600)
	local install=("${apt[@]}" install --no-install-recommends "${missing[@]}")

	forbid_daemons "${root[@]}"
	echo "installing ${missing[*]}"
	"${install[@]}" --simulate >/dev/null 2>&1 || "${apt[@]}" update
	"${install[@]}" || { "${apt[@]}" update && "${install[@]}"; }        # the lists may name versions that are gone
	allow_daemons
	local package service
	for package in "${missing[@]}"; do        # nor shall they start with the next boot
		for service in "$package" $(dpkg -L "$package" | sed -n 's,^/etc/init.d/,,p'); do
			[ ! -e "/etc/init.d/$service" ] || "${root[@]}" update-rc.d "$service" disable
		done
	done
}


# forbid_daemons [SUDO...]: until allow_daemons or the script's end nothing that is installed gets started.
forbid_daemons() {
	policy=/usr/sbin/policy-rc.d
	policy_root=("$@")
	local mark='# WSDriver, process' owner=
	[ ! -e $policy ] || owner=$(sed -n "s/^$mark //p" $policy)        # perhaps left by a run that was killed
	if [ -e $policy ] && { [ -z "$owner" ] || [ -e "/proc/$owner" ]; }; then
		policy=
	else
		trap allow_daemons EXIT
		printf '#!/bin/sh\n%s %d\nexit 101\n' "$mark" $$ | "$@" install -m 755 /dev/stdin $policy
	fi
}
allow_daemons() {
	[ -z "$policy" ] || "${policy_root[@]}" rm -f "$policy"
	policy=
}


# install_node_modules: tests/node_modules as tests/package-lock.json says, when that has changed.
install_node_modules() {
	local stamp=tests/node_modules/.installed
	cmp -s tests/package-lock.json $stamp && return
	PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix tests --no-audit --no-fund
	cp tests/package-lock.json $stamp
}
