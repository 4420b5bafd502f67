#!/usr/bin/env bash
# Brings the C++ sources into the look of .clang-format, or checks that they have it.
#
# clang-format alone would pull documentation comments back to the margin of what follows, close up aligned trailing
# comments, and write `enum class E : T`, `operator=(`, every constructor's initialisers and every namespace's end on
# lines of their own. So the place of comments is hidden from it, and the rest is written back as Poco writes it.
set -euo pipefail
export LC_ALL=C.UTF-8

usage='usage: scripts/format.sh [--check] [FILE...]

  --check   change nothing, and exit with 1 if a file has not the look
  --help    this text

Without files: all C++ sources that git tracks.'

check=
case ${1-} in
--help | -h) echo "$usage"; exit ;;
--check) ;;
-*) echo "format.sh: unknown option $1" >&2; echo "$usage" >&2; exit 2 ;;
esac
if [ "${1-}" = --check ]; then check=1; shift; fi
if [ $# -eq 0 ]; then
	cd "$(dirname "${BASH_SOURCE[0]}")/.."
	mapfile -t files < <(git -c safe.directory='*' ls-files '*.h' '*.cpp')
	if [ ${#files[@]} -eq 0 ]; then
		echo 'format.sh: git names no files' >&2
		exit 1
	fi
	set -- "${files[@]}"
fi

# A hidden comment carries its own indentation, behind the slashes and up to a control character.
hide() {
	sed -E -e $'s|^([ \t]+)//|//\\1\x01|' \
		-e $'s|([^ \t])([ \t]{2,})//|\\1 //\\2\x01|'
}
restore() {
	sed -E -e $'s|^[ \t]*//([ \t]+)\x01|\\1//|' \
		-e $'s| //([ \t]+)\x01|\\1//|' \
		-e 's|^([ \t]*enum( class)?( \w+)?) : |\1: |' \
		-e 's/\boperator ?([-+*/%^&|~!=<>]+|\[\]|\(\)) ?\(/operator \1 (/' \
		-e 's/\boperator"/operator "/' |
		sed -Ez -e 's/\):\n\t+([^\n]*[^\n{]) \{\}\n/): \1 {}\n/g' \
			-e 's|\n\}\n\} // namespace |\n} } // namespace |g'
}

formatted=$(mktemp)
trap 'rm -f "$formatted"' EXIT
bad=0
for file; do
	[ -e "$file" ] || continue        # removed, not committed yet
	hide <"$file" | clang-format --style=file --assume-filename="$file" | restore >"$formatted"
	if cmp -s "$file" "$formatted"; then continue; fi
	if [ -z "$check" ]; then
		cat "$formatted" >"$file"
		echo "formatted $file"
	else
		diff -u --label "$file" --label "$file, formatted" "$file" "$formatted" || true
		bad=$((bad + 1))
	fi
done
if [ "$bad" -gt 0 ]; then
	echo "$bad of $# files are not formatted: run scripts/format.sh" >&2
	exit 1
fi
