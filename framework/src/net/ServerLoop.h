//
// ServerLoop.h
//
// What a server has on one of its loops.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ServerLoop_INCLUDED
#define WS_Net_ServerLoop_INCLUDED


#include "Acceptor.h"
#include "AddressCounts.h"
#include "LiveConnections.h"
#include "ProxyProtocol.h"
#include "Routes.h"
#include "ServerConnection.h"
#include "WS/Net/WebSocketServer.h"
#include <atomic>
#include <memory>
#include <string>
#include <vector>


namespace WS {
namespace Net {


class ServerLoop
	/// What a server has on one of its loops: connections, and on the first the sockets that listen. For the loop's thread
	/// but for construction and destruction, when the loop does not run.
{
public:
	struct Shared
		/// What all loops of a server see, unchanged while they run.
	{
		ServerSettings settings;
		Routes routes;
		WebSocketServer::PlainHandler plainHandler;
		const std::shared_ptr<LiveConnections> live = std::make_shared<LiveConnections>();
		mutable AddressCounts addresses{settings.maxConnectionsPerAddress, settings.proxyProtocol};
		mutable std::atomic<std::size_t> cuts{0};        // connections that were cut while all are being closed

		explicit Shared(ServerSettings theSettings);
	};

	ServerLoop(EventLoop& eventLoop, const Shared& shared);

	~ServerLoop();

	Loop& loop() { return _loop; }
	EventLoop& eventLoop() { return _eventLoop; }

	void listen(const Poco::Net::ServerSocket& socket, Acceptor::Function accepted);

	void add(std::unique_ptr<Transport> transport, const Poco::Net::SocketAddress& peer, std::shared_ptr<const ProxyProtocol> header = {});
		/// A connection whose request is awaited, and perhaps a proxy's header before it, which the transport fills.

	void add(std::unique_ptr<Transport> transport, const Poco::Net::SocketAddress& peer, Request request, std::string received);

	void stopAccepting();
		/// Not any more, nor serves what others have accepted.

	void cut();
		/// All connections, at once.

	bool isClosed() const { return _closed; }
		/// From any thread.

	void stopWhenEmpty();
		/// Stops the loop when no connection is left.

	// For its connections

	const ConnectionSettings& settings() const { return _settings; }
		/// Until a connection has those of its endpoint.

	const std::shared_ptr<const Options>& heads() const { return _heads; }
	const Poco::Timespan& handshakeTimeout() const { return _shared.settings.handshakeTimeout; }
	AddressCounts& addresses() const { return _shared.addresses; }
	std::shared_ptr<const Endpoint> find(const Request& request) const;
	Response answerPlain(const Request& request) const;
	void release(ServerConnection& connection, const CloseInfo& info);

private:
	ServerConnection* keep(std::unique_ptr<Transport> transport, const Poco::Net::SocketAddress& peer);

	EventLoop& _eventLoop;
	Loop& _loop;
	const Shared& _shared;
	const Routes _routes;
	const std::shared_ptr<const Options> _heads;
	const ConnectionSettings _settings;
	std::vector<std::unique_ptr<Acceptor>> _acceptors;
	std::vector<std::unique_ptr<ServerConnection>> _connections;
	std::atomic<bool> _closed{false};
	bool _stopping = false;
};


Response plainResponse(int status, std::string body);


} } // namespace WS::Net


#endif // WS_Net_ServerLoop_INCLUDED
