//
// ZstdOutput.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef ZstdOutput_INCLUDED
#define ZstdOutput_INCLUDED


#include <cstddef>
#include <span>
#include <string>
#include <vector>


class ZstdOutput
	/// Where a message is decompressed to. The buffer doubles as long as its old and its new memory together stay below
	/// the limit; what is more is collected in pieces, and joined when the message has proved to be no bomb. So what is
	/// too long has never taken more than the limit and a piece; a message of more than half the limit takes up to twice
	/// itself when it is joined.
{
public:
	ZstdOutput(std::string& out, std::size_t step, std::size_t maxLength);
		/// Appends to out. step: what is had at once, in bytes.

	std::span<char> room();
		/// For at most a step; empty: the limit is reached.

	void add(std::size_t size);
		/// So much of the room has been written.

	void join();

private:
	std::string& last() { return _pieces.empty() ? _out : _pieces.back(); }
	void makeRoom();

	std::string& _out;
	std::vector<std::string> _pieces;
	const std::size_t _begin;
	const std::size_t _step;
	const std::size_t _maxLength;
	std::size_t _length = 0;
	std::size_t _room = 0;
};


#endif // ZstdOutput_INCLUDED
