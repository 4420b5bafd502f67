//
// ServerCore.cpp
//
// What a WebSocketServer consists of.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ServerCore.h"
#include "PeerHost.h"
#include "ProxiedTransport.h"
#include "TLSTransport.h"
#include "UnixSocketFile.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <utility>


namespace WS {
namespace Net {


using Poco::Net::ServerSocket;
using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;


ServerCore::ServerCore(std::size_t threads, EventLoop* eventLoop, ServerSettings settings):
	_shared(std::move(settings)),
	_foreign(eventLoop)
{
	if (!_foreign && threads == 0) throw Poco::InvalidArgumentException("a server without threads");
	if (!_shared.settings.heads) throw Poco::InvalidArgumentException("no options for heads");
	for (std::size_t i = 0; i < threads; ++i) _runners.push_back(std::make_unique<Runner>());
}


ServerCore::~ServerCore()
{
	if (_started) end(Deadline::min());
	if (_foreign && _started && isInside()) _loops.front()->cut();
	_loops.clear();
	removeFiles();
}


void ServerCore::removeFiles()
	// While the sockets still listen: afterwards a file of that name may be another server's.
{
	for (const auto& file: std::exchange(_files, {})) removeUnixSocket(file);
}


SocketAddress ServerCore::listen(const SocketAddress& address, std::shared_ptr<const ServerTLS> tls)
{
	checkNotStarted();
	ServerSocket socket;
	const bool isUnix = address.family() == SocketAddress::UNIX_LOCAL;
	if (isUnix) clearWayForUnixSocket(address.toString());
	if (address.family() == SocketAddress::IPv6) socket.bind6(address, true, false, false);
	else socket.bind(address, !isUnix, false);
	if (isUnix) _files.push_back(address.toString());
	socket.listen(_shared.settings.backlog);
	_sockets.push_back({socket, std::move(tls)});
	return isUnix ? address : socket.address();
}


void ServerCore::listen(const ServerSocket& socket, std::shared_ptr<const ServerTLS> tls)
{
	checkNotStarted();
	if (socket.secure()) throw Poco::InvalidArgumentException("a socket with TLS of Poco's: wanted are a plain one and ServerTLS");
	_sockets.push_back({socket, std::move(tls)});
}


void ServerCore::checkNotStarted() const
{
	if (_started) throw Poco::IllegalStateException("the server has been started");
}


void ServerCore::start()
{
	checkNotStarted();           // also from a listener, for which stop() waits
	const std::lock_guard lock(_joining);
	checkNotStarted();
	std::vector<std::shared_ptr<ServerLoop>> loops;
	if (_foreign) loops.push_back(std::make_shared<ServerLoop>(*_foreign, _shared));
	for (auto& runner: _runners) loops.push_back(std::make_shared<ServerLoop>(runner->loop, _shared));
	_loops = std::move(loops);

	for (const auto& listening: _sockets)
	{
		post(_loops.front(), [this, &listening](ServerLoop& loop) {
			loop.listen(listening.socket, [this, &listening](std::shared_ptr<StreamSocket> client, const SocketAddress& peer) {
				accepted(std::move(client), peer, listening.tls.get());
			});
		});
	}
	_started = true;
	for (auto& runner: _runners) runner->thread = std::thread([&loop = runner->loop] { loop.run(); });
}


void ServerCore::accepted(std::shared_ptr<StreamSocket> socket, const SocketAddress& peer, const ServerTLS* tls)
	// On the first loop's thread.
{
	const auto& loop = nextLoop();
	if (loop == _loops.front()) serve(*loop, *socket, peer, tls);
	else post(loop, [this, socket = std::move(socket), peer, tls](ServerLoop& other) { serve(other, *socket, peer, tls); });
}


void ServerCore::serve(ServerLoop& loop, const StreamSocket& socket, const SocketAddress& peer, const ServerTLS* tls)
{
	std::unique_ptr<Transport> transport = std::make_unique<PlainTransport>(socket);
	std::shared_ptr<ProxyProtocol> header;
	if (_shared.settings.proxyProtocol.trusts(hostOf(peer)))
	{
		header = std::make_shared<ProxyProtocol>();
		transport = std::make_unique<ProxiedTransport>(std::move(transport), header);
	}
	if (tls) transport = std::make_unique<TLSTransport>(std::move(transport), *tls);
	loop.add(std::move(transport), peer, std::move(header));
}


const std::shared_ptr<ServerLoop>& ServerCore::nextLoop()
{
	return _loops[_next.fetch_add(1, std::memory_order_relaxed) % _loops.size()];
}


void ServerCore::adopt(DetachedRequest request)
{
	if (!_started) throw Poco::IllegalStateException("the server has not been started");
	if (!_shared.routes.find(request.head.target)) throw Poco::NotFoundException("route", request.head.target);
	if (_ending) return;
	const auto moved = std::make_shared<DetachedRequest>(std::move(request));
	post(nextLoop(), [moved](ServerLoop& loop) {
		loop.add(transportOf(moved->socket), moved->peer, std::move(moved->head), std::move(moved->received));
	});
}


bool ServerCore::end(Deadline cutAt)
{
	if (!_started) return true;
	live().closeAll(CloseCode::GOING_AWAY, {}, cutAt);        // first: a loop that finds itself empty gets no more
	if (!_ending.exchange(true))
	{
		removeFiles();
		for (const auto& loop: _loops)
		{
			post(loop, [this](ServerLoop& ending) {
				ending.stopAccepting();
				if (!_foreign) ending.stopWhenEmpty();
			});
		}
	}
	if (isInside()) return true;

	wait();
	return _shared.cuts == 0;
}


void ServerCore::post(const std::shared_ptr<ServerLoop>& loop, std::function<void(ServerLoop&)> function)
	// A loop of the caller's may come to it when the server is gone.
{
	loop->eventLoop().post([weak = std::weak_ptr(loop), function = std::move(function)] {
		if (const auto held = weak.lock()) function(*held);
	});
}


bool ServerCore::isInside() const
{
	return std::any_of(_loops.begin(), _loops.end(), [](const auto& loop) { return loop->eventLoop().isOwnThread(); });
}


void ServerCore::wait()
{
	const std::lock_guard lock(_joining);
	for (auto& runner: _runners)
	{
		if (runner->thread.joinable()) runner->thread.join();
	}
	for (auto& runner: _runners) Loop::of(runner->loop).turn(false);         // drops connections that were handed over too late
	if (_foreign) Loop::of(*_foreign).runUntil([this] { return live().size() == 0 && _loops.front()->isClosed(); });
}


} } // namespace WS::Net
