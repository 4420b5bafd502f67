//
// Socks5.h
//
// The way through a SOCKS5 proxy.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Socks5_INCLUDED
#define WS_Socks5_INCLUDED


#include "WS/ClientDriver.h"
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>


namespace WS {


class WS_API Socks5
	/// Asks a SOCKS5 proxy for a way to a driver's host (RFC 1928), with user and password if there are any (RFC 1929). Does no
	/// I/O, and is used as Proxy is. The host's name goes to the proxy, which looks it up itself. Never throws for
	/// what a proxy sends, and keeps at most 262 bytes of it.
{
public:
	enum class Result: std::uint8_t
	{
		PENDING,
		CONNECTED,       /// the transport leads to the host
		FAILED           /// failure() tells why: end the transport
	};

	static constexpr std::uint16_t DEFAULT_PORT = 1080;

	Socks5(const ClientDriver& driver, const Poco::URI& proxy);
		/// Host and port are the driver's. proxy: socks5 or socks5h, which mean the same here, and a host, else
		/// Poco::SyntaxException; also for a user, a password or a driver's host of more than 255 bytes, which the protocol
		/// cannot say. A path is not used.

	Socks5(const Socks5&) = delete;
	Socks5& operator = (const Socks5&) = delete;

	bool start();
		/// Writes the greeting. False: started before, or the transport has ended.

	void receive(std::span<char>& bytes);
		/// Takes what the proxy says off the front of bytes. What is left once it is CONNECTED comes from the
		/// host. Takes nothing before start(), nor when result() is no longer PENDING.

	void receiveEnd();
		/// The proxy will send nothing more, or the transport failed.

	std::string_view output() const;
		/// What waits to be written; valid until the next non-const call. Look again after each receive().

	void consume(std::size_t size);
		/// The transport has written so much of it. More than waits: Poco::InvalidArgumentException.

	Result result() const;

	const std::optional<Failure>& failure() const;
		/// Why it FAILED. Holds no credentials.

private:
	enum class Awaited: std::uint8_t
	{
		METHOD,
		VERDICT,         // on user and password
		REPLY,
		ADDRESS          // that the proxy uses, behind the reply
	};

	bool take(std::span<char>& bytes);
	void judge();
	void judgeMethod();
	void judgeVerdict();
	void judgeReply();
	void judgeAddress();
	void await(Awaited awaited, std::size_t size);
	void writeCredentials();
	void writeRequest();
	void fail(Error error, std::string_view detail = {});

	std::string _address;        // the host's and its port, as in the request
	std::string _user;
	std::string _password;
	std::string _output;
	std::string _input;          // of what is awaited
	std::size_t _wanted = 0;
	std::optional<Failure> _failure;
	Awaited _awaited = Awaited::METHOD;
	Result _result = Result::PENDING;
	bool _started = false;
};


} // namespace WS


#endif // WS_Socks5_INCLUDED
