//
// ProxyProtocol.h
//
// What a proxy says of the client before the client's own bytes.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ProxyProtocol_INCLUDED
#define WS_Net_ProxyProtocol_INCLUDED


#include <Poco/Net/SocketAddress.h>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>


namespace WS {
namespace Net {


class ProxyProtocol
	/// The header of version 2 of haproxy's PROXY protocol, with which a connection from a trusted proxy begins. Does no
	/// I/O. Bytes are judged as they come, so that whoever sends something else is not waited for.
	/// Only for connections from proxies: anybody else could claim any address.
{
public:
	enum class Result
	{
		NEED_MORE,
		DONE,         /// what follows is the client's
		FAILED        /// failure() tells why
	};

	static constexpr std::size_t MAX_LENGTH = 536;
		/// Of what follows the first 16 bytes: addresses and further values, which are skipped. The format allows 65535.

	Result receive(std::span<char>& bytes);
		/// Takes the header's bytes off the front, in pieces of any size. Nothing when it is DONE or has FAILED already.

	Result result() const { return _result; }

	const std::optional<Poco::Net::SocketAddress>& client() const { return _client; }
		/// The client's address over TCP. None: the proxy itself has connected, to see whether the server is well, or its
		/// client has no such address; then the transport's other end is all that is known.

	const std::string& failure() const { return _failure; }
		/// What was seen and what was wanted; empty unless it has FAILED.

private:
	Result judge();
	Result judgeSignature();
	Result judgeCommand();
	Result judgeFamily();
	Result judgeLength();
	Result finish();
	Result fail(std::string text);
	Poco::Net::SocketAddress source(std::size_t size) const;
	unsigned byteAt(std::size_t position) const { return static_cast<unsigned char>(_header[position]); }
	bool isLocal() const;

	std::string _header;
	std::size_t _length = 0;             // of all; known when the fixed part is there
	std::optional<Poco::Net::SocketAddress> _client;
	std::string _failure;
	Result _result = Result::NEED_MORE;
};


} } // namespace WS::Net


#endif // WS_Net_ProxyProtocol_INCLUDED
