#!/usr/bin/env bash
# A plug-in leaves no symbol of the library undefined: prints each that it does.
#
#   undefined.sh PLUGIN
set -euo pipefail

symbols=$(nm -D --demangle "$1")
grep -q ' T wsExtensionPlugin$' <<<"$symbols" || { echo "$1 has no wsExtensionPlugin" >&2; exit 1; }
if grep -E '^ +[Uwv] .*\bWS::' <<<"$symbols"; then
	echo "$1 would have to be linked with the library" >&2
	exit 1
fi
