//
// Proxy.h
//
// The way through an HTTP proxy.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Proxy_INCLUDED
#define WS_Proxy_INCLUDED


#include "WS/ClientDriver.h"
#include <optional>
#include <span>
#include <string>
#include <string_view>


namespace WS {


class ResponseBody;
class ResponseHead;


class WS_API Proxy
	/// Asks an HTTP proxy for a tunnel to a driver's host, with CONNECT (RFC 9110 9.3.6). Does no I/O, as the
	/// drivers. In order:
	///
	///     connect to the proxy                          // https: TLS with the proxy
	///     proxy.start();
	///     while (proxy.result() == Proxy::Result::PENDING)
	///     {
	///         write output(), consume() what was written
	///         read into bytes, proxy.receive(bytes)
	///     }
	///     if (proxy.result() == Proxy::Result::CONNECTED)
	///     {
	///         // wss: TLS with the host now, within the tunnel, beginning with what is left in bytes
	///         driver.start();
	///         driver.receive(bytes);
	///     }
	///
	/// From then on the same transport is the driver's. Never throws for what a proxy sends.
{
public:
	enum class Result: std::uint8_t
	{
		PENDING,
		CONNECTED,       /// the transport leads to the host
		FAILED           /// failure() tells why: end the transport
	};

	Proxy(const ClientDriver& driver, const Poco::URI& proxy);
		/// Host, port and limits are the driver's, which must live as long. proxy: http or https, and a host,
		/// else Poco::SyntaxException. A user in it becomes a Proxy-Authorization header with Basic
		/// credentials (RFC 7617), unless setHeader() sets one; a path is not used.

	Proxy(const Proxy&) = delete;
	Proxy& operator = (const Proxy&) = delete;

	~Proxy();

	bool setHeader(std::string_view name, std::string_view value);
		/// Adds a header for the proxy in the place of an earlier one. False: after start(), or one that a handshake owns
		/// (Host, Connection, Proxy-Connection, Upgrade, Content-Length, Transfer-Encoding, Sec-WebSocket-...).
		/// Malformed: Poco::InvalidArgumentException, and nothing is set.

	bool start();
		/// Writes the request. False: started before, or the transport has ended.

	void receive(std::span<char>& bytes);
		/// Takes what the proxy says off the front of bytes. What is left once it is CONNECTED comes from the
		/// host. Takes nothing before start(), nor when result() is no longer PENDING.

	void receiveEnd();
		/// The proxy will send nothing more, or the transport failed.

	std::string_view output() const;
		/// What waits to be written; valid until the next non-const call.

	void consume(std::size_t size);
		/// The transport has written so much of it. More than waits: Poco::InvalidArgumentException.

	Result result() const;

	const std::optional<Failure>& failure() const;
		/// Why it FAILED: Error::PROXY_STATUS for any status but 2xx. Holds no credentials.

	const Response& response() const;
		/// The proxy's answer, also one that refuses, with its body as in ClientDriver::response();
		/// status 0 before it has arrived.

private:
	void receiveHead(std::span<char>& bytes);
	void refuse();
	void fail(Error error, std::string_view detail = {});

	std::string _target;
	std::string _host;
	Headers _headers;            // of setHeader(), and Proxy-Authorization
	std::string _output;
	const Options& _options;
	Response _response;
	std::unique_ptr<ResponseHead> _head;
	std::unique_ptr<ResponseBody> _body;
	std::optional<Failure> _failure;
	Result _result = Result::PENDING;
	bool _started = false;
};


} // namespace WS


#endif // WS_Proxy_INCLUDED
