//
// Deflater.h
//
// How the suite compresses: by zlib.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_Deflater_INCLUDED
#define Conformance_Deflater_INCLUDED


#include "conformance/suite/Agreement.h"
#include <string>
#include <string_view>
#include <zlib.h>


namespace Conformance {


class Deflater
	/// Compresses the messages of one direction of a connection (RFC 7692 7.2.1), as it was agreed.
{
public:
	explicit Deflater(const Direction& direction);
	~Deflater();
	Deflater(const Deflater&) = delete;
	Deflater& operator = (const Deflater&) = delete;

	std::string deflate(std::string_view message);
		/// The payload: without the end 00 00 ff ff.

private:
	const bool _takeover;
	z_stream _stream{};
};


} // namespace Conformance


#endif // Conformance_Deflater_INCLUDED
