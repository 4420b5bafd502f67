#!/bin/sh
# certificates.sh FOLDER: what a server can show, each as NAME.pem with its key in NAME.key. For localhost and 127.0.0.1, and by the
# authority of authority.pem, but for what their names say. For a day.
set -eu
cd "$1"

key="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
here=subjectAltName=DNS:localhost,IP:127.0.0.1

# self_signed NAME SUBJECT EXTENSION
self_signed() {
	# shellcheck disable=SC2086
	openssl req -x509 $key -days 1 -subj "/CN=$2" -addext "$3" -keyout "$1.key" -out "$1.pem"
}

# issued NAME AUTHORITY DAYS EXTENSION
issued() {
	# shellcheck disable=SC2086
	openssl req -new $key -subj "/CN=$1" -addext "$4" -keyout "$1.key" -out "$1.request"
	openssl x509 -req -in "$1.request" -CA "$2.pem" -CAkey "$2.key" -days "$3" -copy_extensions copy -out "$1.pem"
	rm "$1.request"
}

{
	self_signed authority "Interop Authority" "keyUsage=critical,keyCertSign"
	self_signed other-authority "Another Authority" "keyUsage=critical,keyCertSign"
	self_signed self-signed localhost $here
	issued server authority 1 $here
	issued client authority 1 extendedKeyUsage=clientAuth
	issued wrong-host authority 1 subjectAltName=DNS:elsewhere.example,IP:127.0.0.2
	issued expired authority -1 $here
	issued unknown-authority other-authority 1 $here
} >certificates.log 2>&1 || { cat certificates.log >&2; exit 1; }
