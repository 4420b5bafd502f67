//
// Dialer.h
//
// The way from a loop to a host.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Dialer_INCLUDED
#define WS_Net_Dialer_INCLUDED


#include "AddressRace.h"
#include "Poller.h"
#include "ProxyTunnel.h"
#include "Resolver.h"
#include "TimerWheel.h"
#include "Transport.h"
#include "WS/ClientDriver.h"
#include "WS/Net/CloseInfo.h"
#include "WS/Net/TLS.h"
#include <Poco/URI.h>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>


namespace WS {
namespace Net {


class Loop;
class TLSTransport;


struct Route
	/// How to get to a host.
{
	Poco::URI uri;
		/// Of the host, ws or wss.

	std::optional<Poco::URI> proxy;
	Headers proxyHeaders;

	Addresses addresses;
		/// In place of those of the proxy, or of the host if there is none.

	ClientTLS tls;
		/// For wss.

	ClientTLS proxyTLS;
		/// For an https proxy.
};


struct Dialed
	/// Where a way has led.
{
	std::unique_ptr<Transport> transport;
		/// To the host, open. Null: there is a failure.

	std::string early;
		/// What the host has sent already, unencrypted.

	std::exception_ptr failure;
		/// One of Poco's exceptions. It names the proxy whose fault it is.

	Cause cause = Cause::TRANSPORT;
		/// Of the failure: TRANSPORT, TLS or HANDSHAKE_TIMEOUT.

	Response proxyResponse;
		/// An HTTP proxy's answer; status 0: none.
};


class Dialer final: private Pollable
	/// Goes a Route: looks the name up, connects to one of the addresses, goes through a proxy, and does the handshakes of TLS,
	/// all of it before one deadline. For the loop's thread.
{
public:
	using Done = std::function<void(Dialed&&)>;

	Dialer(Loop& loop, Resolver& resolver, Route route, const ClientDriver& driver, Done done);
		/// driver: for whom a proxy is asked; it lives as long. done: called once unless cancelled, perhaps within start(), as
		/// the last that the dialer does: it may destroy it, and throws nothing. A proxy that is none: as ProxyTunnel::through().

	~Dialer();
		/// As cancel().

	void start(Deadline deadline);

	void cancel();
		/// Ends all of it; done is not called any more.

	std::string doing() const;
		/// What it waits for: "looking up server.example.com".

private:
	enum class Stage: std::uint8_t
	{
		RESOLVING,
		CONNECTING,
		SECURING_PROXY,
		ASKING_PROXY,
		SECURING_HOST,
		DONE
	};

	class Limit final: public Timer
	{
	public:
		explicit Limit(Dialer& dialer): _dialer(dialer) {}

	private:
		void expired() override { _dialer.expired(); }

		Dialer& _dialer;
	};

	void ready(Interest what) override;
	void expired();

	template <class Step>
	void attempt(const Step& step);
	void resolve();
	void connect(Addresses addresses);
	void connected(const Poco::Net::StreamSocket& socket);
	void enter(Stage stage);
	void secure(const ClientTLS& tls, const std::string& host);
	void proceed();
	void openTransport();
	void converse();
	void writeToProxy();
	void watch();
	void unwatch();
	void fail(std::exception_ptr failure, Cause cause = Cause::TRANSPORT);
	void finish(Dialed&& dialed);
	bool isProxys() const;
	const std::string& firstHost() const;
	std::uint16_t firstPort() const;

	Loop& _loop;
	Resolver& _resolver;
	const Route _route;
	Done _done;
	Stage _stage = Stage::RESOLVING;
	std::unique_ptr<ProxyTunnel> _tunnel;
	std::unique_ptr<Resolver::Query> _query;
	std::unique_ptr<AddressRace> _race;
	std::unique_ptr<Transport> _transport;
	TLSTransport* _tls = nullptr;        // the same, if it is one
	std::string _early;
	bool _watched = false;
	Limit _limit{*this};
};


} } // namespace WS::Net


#endif // WS_Net_Dialer_INCLUDED
