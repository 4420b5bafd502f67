#!/usr/bin/env bash
# Builds and runs the same programs without CMake.
#
#   pkg-config.sh COMPILER FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

compiler=$1
folder=$2
read -ra cflags < <(pkg-config --cflags wsdriver)
read -ra libs < <(pkg-config --libs wsdriver)
mkdir -p "$folder"
for program in core net deflate; do
	"$compiler" -std=c++20 "${cflags[@]}" $program.cpp -o "$folder/$program" \
		"${libs[@]}" "-Wl,-rpath,$(pkg-config --variable=libdir wsdriver)"
	"$folder/$program"
done
