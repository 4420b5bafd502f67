# Writes each ```cpp block of the documents to <folder>/<document>-<line>.cpp. Compilers report the document's lines.
#
#   awk -v folder=DIR -f extract.awk DOCUMENT...

/^```cpp$/ {
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.md$/, "", name)
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
