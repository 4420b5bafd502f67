//
// EventClient.h
//
// A client on an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_EventClient_INCLUDED
#define WS_Net_EventClient_INCLUDED


#include "Backoff.h"
#include "ClientLink.h"
#include "ClientState.h"
#include "Dialer.h"
#include "Loop.h"
#include "Redirects.h"
#include "WS/Net/ClientHandle.h"
#include <memory>
#include <optional>
#include <string>


namespace WS {
namespace Net {


class EventClient final: public Disposable
	/// A client on an event loop: dials, follows redirects, hands the transport to a connection, and begins again when
	/// that has ended. For the loop's thread, but for its construction.
	///
	///     begin ──► dial ──► ClientLink ──► retry in a while ──► begin
	///                 ▲ redirect │  └──────► released, if that is all
	///                 └──────────┘
{
public:
	static ClientHandle connect(Loop& loop, const Poco::URI& uri, ClientListenerFunction listener, ClientOptions options);
		/// As EventLoop::connect().

	EventClient(Loop& loop, const Poco::URI& uri, ClientListenerFunction listener, ClientOptions options);

	~EventClient() override;

	void begin();
		/// An attempt to connect.

	void stop(CloseCode code, const std::string& reason, bool abort);
		/// The application wants no more of it.

	Loop& loop() { return _loop; }
	const ClientOptions& options() const { return _options; }

	// For its connections

	const Poco::URI& uri() const { return _redirects.uri(); }
	const Response& proxyResponse() const { return _proxyResponse; }
	std::shared_ptr<Mailbox> makeMailbox(std::shared_ptr<LoopSignal> signal) const;
	std::unique_ptr<ClientDriver> makeDriver(Listener& events) const;
	std::unique_ptr<Listener> makeListener(ClientConnection& connection) const;
	bool follows(const Response& response) const { return _redirects.applyTo(response); }
	void opened();
	void decide(const CloseInfo& info, int status, bool afterException);
		/// It has ended, perhaps after what a listener threw: whether and when another follows.

	std::optional<Poco::Timespan> retryIn() const;
	void left();
		/// The connection's link is not needed any more.

private:
	class Retry final: public Timer
	{
	public:
		explicit Retry(EventClient& client): _client(client) {}

	private:
		void expired() override { _client.begin(); }

		EventClient& _client;
	};

	void dial();
	Route route() const;
	void dialed(Dialed&& dialed);
	void talk(Dialed& dialed);
	void follow(const Response& redirect);
	void fail(std::exception_ptr failure, Cause cause, CloseInfo::Side side = CloseInfo::Side::PEER);
	void tellFailure(CloseInfo info);
	void goOn();

	Loop& _loop;
	const Poco::URI _uri;
	const ClientListenerFunction _listener;
	ClientOptions _options;
	const std::shared_ptr<ClientState> _state;
	Redirects _redirects;
	std::optional<Backoff> _backoff;
	std::optional<Deadline> _retryAt;
	Deadline _openBy = NEVER;
	Listener _nobody;
	std::unique_ptr<ClientDriver> _probe;        // for whom the dialer asks
	std::unique_ptr<Dialer> _dialer;
	Response _proxyResponse;
	std::unique_ptr<ClientLink> _link;
	Retry _retry{*this};
};


} } // namespace WS::Net


#endif // WS_Net_EventClient_INCLUDED
