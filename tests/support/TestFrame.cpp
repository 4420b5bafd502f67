//
// TestFrame.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/TestFrame.h"
#include <ostream>
#include <stdexcept>


namespace WS::Test {


namespace {


std::string bigEndian(std::uint64_t value, int count)
{
	std::string result;
	for (int i = count - 1; i >= 0; --i) result += static_cast<char>(value >> (8 * i));
	return result;
}


class Reader
{
public:
	explicit Reader(std::string_view bytes): _rest(bytes) {}

	bool atEnd() const { return _rest.empty(); }

	std::string_view bytes(std::uint64_t count)
	{
		if (count > _rest.size()) throw std::length_error("a frame is cut off");
		const auto result = _rest.substr(0, count);
		_rest.remove_prefix(count);
		return result;
	}

	std::uint64_t number(int count)
	{
		std::uint64_t result = 0;
		for (unsigned char c: bytes(static_cast<std::uint64_t>(count))) result = result << 8 | c;
		return result;
	}

private:
	std::string_view _rest;
};


} // namespace


TestFrame::TestFrame(int opcode, Bytes payload):
	opcode(opcode),
	payload(std::move(payload))
{
}


TestFrame TestFrame::close(int code, std::string_view reason)
{
	return TestFrame(CLOSE, bigEndian(static_cast<std::uint64_t>(code), 2) + std::string(reason));
}


TestFrame& TestFrame::unfinished()
{
	fin = false;
	return *this;
}


TestFrame& TestFrame::reserved(int bits)
{
	rsv = bits;
	return *this;
}


TestFrame& TestFrame::masked(Bytes maskingKey)
{
	key = std::move(maskingKey);
	return *this;
}


TestFrame& TestFrame::unmasked()
{
	key.reset();
	return *this;
}


TestFrame& TestFrame::announcing(std::uint64_t length)
{
	_announced = length;
	return *this;
}


TestFrame& TestFrame::lengthBytes(int count)
{
	_lengthBytes = count;
	return *this;
}


Bytes TestFrame::bytes() const
{
	const std::uint64_t length = _announced.value_or(payload.size());
	const int extended = _lengthBytes.value_or(length < 126 ? 0 : length < 65536 ? 2
																				 : 8);
	const auto shortLength = extended == 0 ? length : extended == 2 ? 126
																	: 127;

	std::string result;
	result += static_cast<char>((fin ? 0x80 : 0) | rsv << 4 | opcode);
	result += static_cast<char>((key ? 0x80 : 0) | shortLength);
	result += bigEndian(length, extended);
	if (key) result += key->view();
	result += key ? Test::masked(payload, *key).view() : payload.view();
	return result;
}


std::vector<TestFrame> TestFrame::read(std::string_view bytes)
{
	std::vector<TestFrame> result;
	for (Reader reader(bytes); !reader.atEnd();)
	{
		const auto first = reader.number(1);
		const auto second = reader.number(1);
		auto length = second & 0x7f;
		if (length == 126) length = reader.number(2);
		else if (length == 127) length = reader.number(8);

		TestFrame frame(static_cast<int>(first & 0xf));
		frame.fin = (first & 0x80) != 0;
		frame.rsv = static_cast<int>(first >> 4 & 7);
		if (second & 0x80) frame.key = reader.bytes(4);
		frame.payload = reader.bytes(length);
		if (frame.key) frame.payload = Test::masked(frame.payload, *frame.key);
		result.push_back(std::move(frame));
	}
	return result;
}


std::ostream& operator << (std::ostream& stream, const TestFrame& frame)
{
	stream << (frame.fin ? "FIN " : "") << "opcode " << frame.opcode;
	if (frame.rsv) stream << " rsv " << frame.rsv;
	if (frame.key) stream << " mask " << *frame.key;
	return stream << ' ' << frame.payload;
}


Bytes masked(const Bytes& payload, const Bytes& key)
{
	std::string result = payload.string();
	for (std::size_t i = 0; i < result.size(); ++i) result[i] = static_cast<char>(result[i] ^ key.view()[i % 4]);
	return result;
}


} // namespace WS::Test
