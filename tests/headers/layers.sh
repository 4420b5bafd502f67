#!/usr/bin/env bash
# No file includes what its layer may not know: prints each line that does.
#
#   layers.sh SOURCE_DIRECTORY
set -euo pipefail
cd "$1"

bad=0
refuse() {        # refuse WHAT PATTERN PATH...: no file directly in these folders includes what begins with PATTERN
	local what=$1 pattern=$2
	shift 2
	if find "$@" -maxdepth 1 -name '*.h' -print0 -o -maxdepth 1 -name '*.cpp' -print0 |
		xargs -0r grep -nE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]$pattern"; then
		echo "layers: $what" >&2
		bad=1
	fi
}

core=(framework/include/WS framework/src)
net=(framework/include/WS/Net framework/src/net)
extensions=(extensions/include/WS extensions/src)
public=(framework/include/WS framework/include/WS/Net extensions/include/WS)

refuse 'the core includes an adapter' '(WS/Net/|net/)' "${core[@]}"
refuse 'the core includes more of Poco than Foundation' 'Poco/[A-Za-z0-9]+/' "${core[@]}"
refuse 'an adapter includes what the core hides' '\.\./' "${net[@]}"
refuse 'an extension includes what the framework hides, or an adapter' '(\.\./|WS/Net/)' "${extensions[@]}"
refuse 'an extension includes more of Poco than Foundation' 'Poco/[A-Za-z0-9]+/' "${extensions[@]}"
refuse 'a public header includes simdjson' 'simdjson' "${public[@]}"
refuse 'only extensions/ may include zlib, and not in public headers' 'zlib\.h' "${core[@]}" "${net[@]}" "${public[@]}"
exit $bad
