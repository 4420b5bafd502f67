//
// Reference.h
//
// permessage-deflate as zlib alone does it, to compare with.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Reference_INCLUDED
#define WSTest_Reference_INCLUDED


#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <zlib.h>


namespace WS::Test {


class ReferenceDeflater
{
public:
	explicit ReferenceDeflater(int windowBits = 15, int level = 6);
	~ReferenceDeflater();

	ReferenceDeflater(const ReferenceDeflater&) = delete;
	ReferenceDeflater& operator = (const ReferenceDeflater&) = delete;

	std::string deflate(std::string_view message, bool final = false);
		/// final: with a final block in place of the flush, and the byte behind it.

	void reset();

private:
	z_stream _stream{};
};


class ReferenceInflater
{
public:
	explicit ReferenceInflater(int windowBits = 15, std::size_t step = 65536);
		/// step: with 1 it refuses every distance that is beyond the window.

	~ReferenceInflater();

	ReferenceInflater(const ReferenceInflater&) = delete;
	ReferenceInflater& operator = (const ReferenceInflater&) = delete;

	std::string inflate(std::string_view message);
		/// Throws std::runtime_error for what it cannot inflate to the end.

	void reset();

private:
	z_stream _stream{};
	const std::size_t _step;
};


std::string textOf(std::size_t size, std::mt19937& random);
	/// Words in random order, so that matches are found at all distances.

std::string bytesOf(std::size_t size, std::mt19937& random);
	/// What cannot be compressed.


} // namespace WS::Test


#endif // WSTest_Reference_INCLUDED
