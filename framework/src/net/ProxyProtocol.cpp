//
// ProxyProtocol.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ProxyProtocol.h"
#include <Poco/Net/IPAddress.h>
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr std::string_view SIGNATURE("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::string_view SIGNATURE_OF_TEXT = "PROXY ";
constexpr std::size_t COMMAND = 12;
constexpr std::size_t FAMILY = 13;
constexpr std::size_t LENGTH = 14;
constexpr std::size_t ADDRESSES = 16;

enum Family: unsigned
	// The upper half of the byte; the lower half is the transport, 1 a stream.
{
	UNSPECIFIED = 0,
	IPV4 = 1,
	IPV6 = 2,
	UNIX = 3
};


std::size_t addressesOf(unsigned family)
	/// Bytes of both addresses with their ports; UNIX: two paths.
{
	switch (family)
	{
	case IPV4: return 2 * (4 + 2);
	case IPV6: return 2 * (16 + 2);
	case UNIX: return 2 * 108;
	default: return 0;
	}
}


std::string counted(const char* text, std::size_t seen, const char* wanted)
{
	std::string result(text);
	result.append(std::to_string(seen)).append(wanted);
	return result;
}


} // namespace


ProxyProtocol::Result ProxyProtocol::receive(std::span<char>& bytes)
{
	while (_result == Result::NEED_MORE && !bytes.empty())
	{
		_header += bytes.front();
		bytes = bytes.subspan(1);
		_result = judge();
	}
	if (_result != Result::NEED_MORE) std::string().swap(_header);
	return _result;
}


ProxyProtocol::Result ProxyProtocol::judge()
{
	const auto size = _header.size();
	if (size <= SIGNATURE.size()) return judgeSignature();
	if (size == COMMAND + 1) return judgeCommand();
	if (size == FAMILY + 1) return judgeFamily();
	if (size == ADDRESSES) return judgeLength();
	return size == _length ? finish() : Result::NEED_MORE;
}


ProxyProtocol::Result ProxyProtocol::judgeSignature()
{
	if (SIGNATURE.starts_with(_header)) return Result::NEED_MORE;
	if (_header == SIGNATURE_OF_TEXT) return fail("a PROXY protocol header of version 1, in text; wanted is version 2");
	if (SIGNATURE_OF_TEXT.starts_with(_header)) return Result::NEED_MORE;
	return fail("no PROXY protocol header, which this address has to send first");
}


ProxyProtocol::Result ProxyProtocol::judgeCommand()
{
	const auto version = byteAt(COMMAND) >> 4;
	const auto command = byteAt(COMMAND) & 15;
	if (version != 2) return fail(counted("a PROXY protocol header of version ", version, ", wanted is 2"));
	if (command > 1) return fail(counted("PROXY protocol command ", command, ", wanted is 0, local, or 1, proxied"));
	return Result::NEED_MORE;
}


bool ProxyProtocol::isLocal() const
	// Whatever addresses it has are not judged.
{
	return (byteAt(COMMAND) & 15) == 0;
}


ProxyProtocol::Result ProxyProtocol::judgeFamily()
{
	const auto family = byteAt(FAMILY) >> 4;
	const auto transport = byteAt(FAMILY) & 15;
	if (isLocal()) return Result::NEED_MORE;
	if (family > UNIX) return fail(counted("PROXY protocol address family ", family, ", at most 3 is known"));
	if (transport > 1) return fail(counted("PROXY protocol transport ", transport, ", wanted is 1, a stream"));
	return Result::NEED_MORE;
}


ProxyProtocol::Result ProxyProtocol::judgeLength()
{
	const std::size_t length = byteAt(LENGTH) << 8 | byteAt(LENGTH + 1);
	const auto least = isLocal() ? 0 : addressesOf(byteAt(FAMILY) >> 4);
	if (length > MAX_LENGTH) return fail(counted("a PROXY protocol header with ", length, " bytes of addresses and more, at most 536"));
	if (length < least) return fail(counted("a PROXY protocol header with ", length, " bytes of addresses, too few for their family"));
	_length = ADDRESSES + length;
	return length == 0 ? finish() : Result::NEED_MORE;
}


ProxyProtocol::Result ProxyProtocol::finish()
	// An address of an unspecified transport is none: what it would mean nobody says.
{
	const auto family = byteAt(FAMILY);
	if (!isLocal() && family == (IPV4 << 4 | 1)) _client = source(4);
	if (!isLocal() && family == (IPV6 << 4 | 1)) _client = source(16);
	return Result::DONE;
}


Poco::Net::SocketAddress ProxyProtocol::source(std::size_t size) const
	// Behind both addresses are both ports.
{
	const auto port = ADDRESSES + 2 * size;
	return {
		Poco::Net::IPAddress(_header.data() + ADDRESSES, static_cast<poco_socklen_t>(size)),
		static_cast<Poco::UInt16>(byteAt(port) << 8 | byteAt(port + 1)),
	};
}


ProxyProtocol::Result ProxyProtocol::fail(std::string text)
{
	_failure = std::move(text);
	return Result::FAILED;
}


} } // namespace WS::Net
