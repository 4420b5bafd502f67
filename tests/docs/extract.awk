# Writes each ```cpp block of the documents to <folder>/<document's folder>-<document>-<line>.cpp. Compilers report the document's lines.
#
#   awk -v folder=DIR -f extract.awk DOCUMENT...

/^```cpp$/ {
	parts = split(FILENAME, part, "/")
	name = part[parts - 1] "-" part[parts]
	sub(/\.md$/, "", name)
	gsub(/[^A-Za-z0-9-]/, "_", name)
	file = folder "/" name "-" FNR ".cpp"
	print "#line " FNR + 1 " \"" FILENAME "\"" >file
	next
}

/^```/ {
	if (file) close(file)
	file = ""
}

file {
	print >file
}
