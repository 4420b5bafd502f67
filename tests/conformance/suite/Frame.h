//
// Frame.h
//
// What the suite puts on the wire: any frame, also illegal ones.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_Frame_INCLUDED
#define Conformance_Frame_INCLUDED


#include <cstddef>
#include <string>
#include <string_view>
#include <vector>


namespace Conformance {


enum: int
	/// Opcodes (RFC 6455 5.2).
{
	CONTINUATION = 0x0,
	TEXT = 0x1,
	BINARY = 0x2,
	CLOSE = 0x8,
	PING = 0x9,
	PONG = 0xA
};


class Payload
	/// Octets, or a few of them again and again: so that all cases are small data.
{
public:
	Payload() = default;
	Payload(const char* text): Payload(std::string(text)) {}
	Payload(std::string bytes);
	Payload(std::string unit, std::size_t size);
		/// size octets, unit after unit; the last one may be cut.

	std::size_t size() const { return _size; }
	std::string bytes() const;
	Payload part(std::size_t position, std::size_t size) const;

	bool matches(std::string_view bytes) const;

private:
	std::string _unit;
	std::size_t _size = 0;
};


enum: int
	/// Reserved bits.
{
	RSV1 = 4,
	RSV2 = 2,
	RSV3 = 1
};


struct Frame
{
	int opcode;
	Payload payload;
	bool fin = true;
	int rsv = 0;

	std::size_t following = 0;
		/// The header announces so many octets more, which frames without a header bring.

	bool headless = false;
		/// Not a frame: more payload of the one before.
};


using Frames = std::vector<Frame>;


Frame text(Payload payload);
Frame binary(Payload payload);
Frame continuation(Payload payload);
Frame ping(Payload payload = {});
Frame pong(Payload payload = {});
Frame close();
	/// Without a code.
Frame close(int code, std::string_view reason = {});

Frame unfinished(Frame frame);
	/// FIN off.
Frame reserved(int bits, Frame frame);


Frames fragments(int opcode, const Payload& payload, std::size_t size);
	/// A message in frames of that size. If they come out even an empty FIN frame ends it; a message that is not
	/// longer than one frame is one.


} // namespace Conformance


#endif // Conformance_Frame_INCLUDED
