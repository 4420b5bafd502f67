//
// Frame.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Frame.h"
#include <algorithm>


namespace Conformance {


Payload::Payload(std::string bytes):
	_unit(std::move(bytes)),
	_size(_unit.size())
{
}


Payload::Payload(std::string unit, std::size_t size):
	_unit(std::move(unit)),
	_size(size)
{
}


std::string Payload::bytes() const
{
	std::string result;
	result.reserve(_size);
	if (_unit.size() == 1) result.assign(_size, _unit.front());
	while (result.size() < _size) result.append(_unit, 0, _size - result.size());
	return result;
}


Payload Payload::part(std::size_t position, std::size_t size) const
{
	size = std::min(size, _size - position);
	if (_unit.size() == 1) return Payload(_unit, size);
	return Payload(_unit.size() == _size ? _unit.substr(position, size) : bytes().substr(position, size));
}


bool Payload::matches(std::string_view bytes) const
{
	if (bytes.size() != _size) return false;
	for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), _unit.size())))
		if (!std::string_view(_unit).starts_with(bytes.substr(0, _unit.size()))) return false;
	return true;
}


Frame text(Payload payload)
{
	return Frame{TEXT, std::move(payload)};
}


Frame binary(Payload payload)
{
	return Frame{BINARY, std::move(payload)};
}


Frame continuation(Payload payload)
{
	return Frame{CONTINUATION, std::move(payload)};
}


Frame ping(Payload payload)
{
	return Frame{PING, std::move(payload)};
}


Frame pong(Payload payload)
{
	return Frame{PONG, std::move(payload)};
}


Frame close()
{
	return Frame{CLOSE, {}};
}


Frame close(int code, std::string_view reason)
{
	std::string payload{static_cast<char>(code >> 8), static_cast<char>(code)};
	return Frame{CLOSE, payload.append(reason)};
}


Frame unfinished(Frame frame)
{
	frame.fin = false;
	return frame;
}


Frame reserved(int bits, Frame frame)
{
	frame.rsv = bits;
	return frame;
}


Frames fragments(int opcode, const Payload& payload, std::size_t size)
{
	if (size >= payload.size()) return {Frame{opcode, payload}};

	Frames frames;
	for (std::size_t position = 0; position < payload.size(); position += size)
	{
		frames.push_back(unfinished({position == 0 ? opcode : CONTINUATION, payload.part(position, size)}));
	}
	if (payload.size() % size == 0) frames.push_back(continuation({}));
	frames.back().fin = true;
	return frames;
}


} // namespace Conformance
