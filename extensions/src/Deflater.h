//
// Deflater.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Deflater_INCLUDED
#define WS_Deflater_INCLUDED


#include "CodecMemory.h"
#include "WS/DeflateOptions.h"
#include "ZLib.h"
#include <memory>
#include <string>
#include <string_view>


namespace WS {


class Deflater
	/// Compresses messages (RFC 7692 7.2.1).
{
public:
	Deflater(const DeflateOptions& options, int windowBits, std::shared_ptr<CodecMemory> memory = std::make_shared<CodecMemory>());

	~Deflater();

	Deflater(const Deflater&) = delete;
	Deflater& operator = (const Deflater&) = delete;

	int windowBits() const { return _windowBits; }

	void deflate(std::string_view message, std::string& out);
		/// Appends to out. What throws leaves the compressor with a history that the peer will never see: it must not be
		/// used again.

	void reset();
		/// Forgets what it has compressed.

private:
	const int _windowBits;
	CodecMemory::Block _block;
	z_stream _stream;
};


} // namespace WS


#endif // WS_Deflater_INCLUDED
