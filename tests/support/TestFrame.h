//
// TestFrame.h
//
// A second writer and reader of frames, for tests: any shape, also illegal ones.
// Shares no code with the library.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_TestFrame_INCLUDED
#define WSTest_TestFrame_INCLUDED


#include "support/Bytes.h"
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <vector>


namespace WS::Test {


enum: int
	/// First nibbles, as in RFC 6455 5.2.
{
	CONTINUATION = 0x0,
	TEXT = 0x1,
	BINARY = 0x2,
	CLOSE = 0x8,
	PING = 0x9,
	PONG = 0xA
};


const Bytes MASK = "37fa213d"_hex;
	/// The masking key of RFC 6455's examples; our fixtures' clients use no other.


class TestFrame
	/// One frame. Without further calls: FIN on, not masked, the shortest length.
{
public:
	explicit TestFrame(int opcode, Bytes payload = {});

	static TestFrame close(int code, std::string_view reason = {});
		/// A close frame with that code, whatever it is.

	TestFrame& unfinished();
		/// FIN off.

	TestFrame& reserved(int bits);
		/// RSV1 is 4, RSV2 2, RSV3 1.

	TestFrame& masked(Bytes key = MASK);

	TestFrame& unmasked();

	TestFrame& announcing(std::uint64_t length);
		/// The header names this length, whatever the payload has.

	TestFrame& lengthBytes(int count);
		/// 0, 2 or 8 bytes of extended length.

	Bytes bytes() const;

	static std::vector<TestFrame> read(std::string_view bytes);
		/// The frames in bytes, unmasked again; throws if they do not end at a frame's end.

	bool operator == (const TestFrame& other) const = default;

	int opcode;
	Bytes payload;
	bool fin = true;
	int rsv = 0;
	std::optional<Bytes> key;

private:
	std::optional<std::uint64_t> _announced;
	std::optional<int> _lengthBytes;
};


std::ostream& operator << (std::ostream& stream, const TestFrame& frame);


Bytes masked(const Bytes& payload, const Bytes& key = MASK);
	/// The payload exclusive-or'd with the key (RFC 6455 5.3), byte by byte.


} // namespace WS::Test


#endif // WSTest_TestFrame_INCLUDED
