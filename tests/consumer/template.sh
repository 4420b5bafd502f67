#!/usr/bin/env bash
# Copies the template of a plug-in out of the tree, builds it against the installed package, and loads it with a program
# that was built so, too.
#
#   template.sh TEMPLATE PACKAGE_PREFIX PLUGIN_DIRECTORY PROGRAM COMPILER FOLDER
set -euo pipefail
template=$1 prefix=$2 plugins=$3 program=$4 compiler=$5 folder=$6

rm -rf "$folder"
mkdir -p "$folder"
cp -R "$template" "$folder/hello"
cmake -S "$folder/hello" -B "$folder/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler"
cmake --build "$folder/build"
"$program" "$folder/build/hello.so" "$plugins"
