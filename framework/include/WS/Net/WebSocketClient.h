//
// WebSocketClient.h
//
// A blocking client.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_WebSocketClient_INCLUDED
#define WS_Net_WebSocketClient_INCLUDED


#include "WS/ClientDriver.h"
#include "WS/Net/ClientTimeouts.h"
#include "WS/Net/ReceivedMessage.h"
#include "WS/Net/TLS.h"
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timespan.h>
#include <Poco/URI.h>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>


namespace WS {
namespace Net {


class ClientInbox;
class ClientTransport;
class Redirects;
struct Route;


class WS_API WebSocketClient
	/// A client whose calls wait. One object is one connection.
	///
	///     WS::Net::WebSocketClient client(Poco::URI("ws://localhost:8080/echo"));
	///     client.connect();
	///     client.text("Hello");
	///     while (auto message = client.receive()) std::cout << message->payload << '\n';
	///
	/// Pings are answered within receive(), and while a call that sends has to wait.
	/// One thread at a time, but for abort().
{
public:
	using Received = ReceivedMessage;
	using Timeouts = ClientTimeouts;

	explicit WebSocketClient(const Poco::URI& uri, std::shared_ptr<const Options> options = {});
	WebSocketClient(const Poco::URI& uri, Options options);
		/// As ClientDriver; without options the defaults, with a maxLength of 16 MiB.

	WebSocketClient(const WebSocketClient&) = delete;
	WebSocketClient& operator = (const WebSocketClient&) = delete;

	~WebSocketClient();
		/// Ends the transport at once.

	void setHeader(std::string_view name, std::string_view value);
		/// Adds a header to the request. Malformed, a name that the handshake owns, or after
		/// connect(): Poco::InvalidArgumentException, Poco::IllegalStateException.

	void setProxy(const Poco::URI& proxy, const Headers& headers = {});
		/// Connects through this proxy: http:// or https://, that is with TLS, which are asked with CONNECT, or socks5://
		/// (socks5h:// is the same: the proxy looks the host's name up). See Proxy and Socks5 for the URL, its credentials,
		/// and the headers, which are for an HTTP proxy alone. A header that CONNECT owns, or after connect(): as setHeader().

	void setTLS(const ClientTLS& tls);
		/// For a wss URI; else the certificate must lead to an authority of the system. Throws as ClientTLS::complete(). After
		/// connect(): Poco::IllegalStateException.

	void setProxyTLS(const ClientTLS& tls);
		/// The same for an https proxy, with which setTLS() has nothing to do.

	bool setProxyFromEnvironment();
		/// Connects through the proxy that the environment has for the URL, and for that of each redirect; see
		/// proxyFromEnvironment(). False: it has none for the URL, nor is another used. After connect(): as setHeader().

	void setMaxRedirects(unsigned count);
		/// Follows so many redirects (301, 302, 303, 307, 308); 5 is a good number, 0 the default. From wss to ws is refused.
		/// Another origin (scheme, host, port) sees neither the URL's user and password, nor headers of setHeader() but
		/// User-Agent, Accept-Language and Origin. Each redirect has a new driver(), without what addExtension() has given the
		/// one before. After connect(): as setHeader().

	void setTimeouts(const Timeouts& timeouts);

	void setMaxQueued(std::size_t size);
		/// While received messages of more than this many bytes wait for receive(), nothing further is read, so
		/// that the server has to wait. A send that waits for such a server then ends in its timeout. 16 MiB.

	void connect();
		/// Connects to the host, trying each of its addresses, and does the opening handshake. Throws
		/// Poco::Net exceptions and Poco::TimeoutException. TLS that fails is a Poco::Net::SSLException, which for the
		/// server's certificate is a Poco::Net::CertificateValidationException. A refused handshake is a Poco::Net::WebSocketException
		/// with the reason, and response() tells status, headers and body. A proxy that refuses is a
		/// Poco::Net::HTTPException, and proxyResponse() tells, or, for SOCKS, a Poco::Net::NetException; as long as the
		/// handshake has not begun, call again.

	void connect(const std::vector<Poco::Net::SocketAddress>& addresses);
		/// The same with these addresses, in their order, in place of those of the host, or of the proxy. A redirect leads to
		/// the addresses of its own host.

	std::optional<Received> receive();
		/// The next message, waiting without limit. None: the connection is over, closeCode() and closeReason() tell why.

	std::optional<Received> receive(const Poco::Timespan& timeout);
		/// The same; nothing complete within the timeout throws Poco::TimeoutException. Nothing is
		/// lost then, also of a message that has arrived in part: call again.

	std::optional<Received> tryReceive();
		/// The next message if it is there by now: does not wait, and reads at most once. None: nothing yet, or
		/// the connection is over (state() is CLOSED); receive() then ends the transport.

	const Poco::Net::StreamSocket& socket() const;
		/// The transport, only to wait for it together with other descriptors: when it can be read, and after each
		/// call that sends, call tryReceive() until there is none; wait for writing as well while
		/// bufferedAmount() is not 0. Of no use before connect() and when the connection is over.

	std::size_t bufferedAmount() const;
		/// Bytes that wait to be written, in the driver and, encrypted, in TLS.

	bool text(std::string_view payload, SendOptions options = {});
	bool binary(std::string_view payload, SendOptions options = {});
		/// Sends a message and waits until it is written. Reads meanwhile, so that two ends that both send cannot
		/// wait for each other. False: not connected, closing, the connection is lost, or text
		/// is not UTF-8. The peer accepts nothing for Timeouts::send: Poco::TimeoutException;
		/// the rest stays and is written by later calls.

	bool ping(std::string_view payload = {}, std::function<void(bool answered)> done = {});
		/// Sends a ping; see Driver::ping(). done is called within a later call that reads.

	bool close(CloseCode code = CloseCode::NORMAL, std::string_view reason = {});
		/// Does the closing handshake and ends the transport. Messages that had been received before can still be
		/// had by receive(), later ones are dropped. False, and nothing happens: as Driver::close().
		/// When the peer does not answer within Timeouts::close the connection is cut and
		/// closeCode() is ABNORMAL.

	void abort();
		/// Cuts the connection, from any thread: a call that waits returns as if the connection were lost.

	const Poco::URI& uri() const;
		/// Where it is connected to, which redirects may have changed.

	ClientDriver& driver();
	const Response& response() const;
	const Response& proxyResponse() const;
	State state() const;
	std::string_view protocol() const;

	CloseCode closeCode() const;
	const std::string& closeReason() const;
		/// Why the connection ended; NO_STATUS and empty before it has.

	const std::string& transportFailure() const;
		/// Why the transport was lost: "Connection reset by peer", or what TLS has found; empty if it was not.

	std::function<void(std::string_view payload)> onPing;
	std::function<void(std::string_view payload)> onPong;
		/// Called within calls that read. A ping has been answered already. What they throw leaves that call; nothing is
		/// lost. They may send and close, which does not wait then; receive() throws Poco::IllegalStateException.

private:
	friend class ClientRelayEnd;

	using Deadline = std::chrono::steady_clock::time_point;

	void open(std::vector<Poco::Net::SocketAddress> addresses);
	void dial(const std::vector<Poco::Net::SocketAddress>& addresses, Deadline deadline);
	void shakeHands(Deadline deadline);
	void follow(const Response& redirect);
	[[noreturn]] void fail(bool inTime);
	void check(const char* call, const std::string& argument) const;
	std::optional<Received> receiveUntil(Deadline deadline);

	std::unique_ptr<Redirects> _redirects;
	std::shared_ptr<const Options> _options;
	Headers _headers;
	std::unique_ptr<ClientInbox> _inbox;
	std::unique_ptr<ClientDriver> _driver;
	std::unique_ptr<ClientTransport> _transport;
	std::unique_ptr<Route> _route;
	bool _proxyOfEnvironment = false;
	Response _proxyResponse;
	Timeouts _timeouts;
	bool _started = false;
};


} } // namespace WS::Net


#endif // WS_Net_WebSocketClient_INCLUDED
