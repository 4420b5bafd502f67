//
// NetServer.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/NetServer.h"
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <chrono>
#include <stdexcept>


#if defined(__SANITIZE_THREAD__)
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_suppressions()
	// The last to let go of a socket or a delegate may be another thread of Poco than the one that used it. That is
	// counted by an atomic within Poco's library, which ThreadSanitizer cannot see.
{
	return "race:Poco::Net::TCPServer::run\n"
		   "race:Poco::Net::SocketImpl::close\n"
		   "race:Poco::Delegate<Poco::Net::HTTPServerConnection\n";
}
#endif


namespace WS::Test {


namespace {


const int THREADS = 128;


class ScriptedListener: public Recorder
{
public:
	ScriptedListener(Journal& journal, const Script& script, Net::WebSocketConnection& connection):
		_script(script),
		_connection(connection)
	{
		onEvent = [&journal](const Event& event) { journal.add(event); };
	}

	void onOpen() override
	{
		Recorder::onOpen();
		if (_script.onOpen) _script.onOpen(_connection);
	}

	void onMessage(Message& message) override
	{
		Recorder::onMessage(message);
		if (_script.onMessage) _script.onMessage(_connection, message);
	}

	void onPing(std::string_view payload) override
	{
		Recorder::onPing(payload);
		if (_script.onPing) _script.onPing(_connection);
	}

	void onClose(CloseCode code, std::string_view reason) override
	{
		Recorder::onClose(code, reason);
		if (_script.onClose) _script.onClose(_connection);
	}

private:
	const Script _script;
	Net::WebSocketConnection& _connection;
};


} // namespace


//
// Journal
//


void Journal::add(Event event)
{
	const std::lock_guard lock(_mutex);
	_events.add(std::move(event));
	_changed.notify_all();
}


Events Journal::until(Event::Kind kind, std::size_t count)
{
	std::unique_lock lock(_mutex);
	if (!_changed.wait_for(lock, std::chrono::seconds(PATIENCE), [&] { return _events.count(kind) >= count; }))
		throw std::runtime_error("an event did not come");
	return _events;
}


Events Journal::events() const
{
	const std::lock_guard lock(_mutex);
	return _events;
}


Script echo()
{
	Script script;
	script.onMessage = [](Net::WebSocketConnection& connection, Message& message) { connection.driver().send(message); };
	return script;
}


Net::Endpoint endpointOf(Script script, Journal& journal)
{
	return [script = std::move(script), &journal](Net::WebSocketConnection& connection, const Request&) {
		return std::make_unique<ScriptedListener>(journal, script, connection);
	};
}


//
// NetServer
//


NetServer::NetServer(Script script, const std::function<void(Net::Endpoint&)>& change, Poco::Net::Context::Ptr tls):
	NetServer(new Net::WebSocketRequestHandlerFactory, tls)
{
	auto served = endpointOf(std::move(script), journal);
	if (change) change(served);
	_factory->route("/", served);
	_factory->route("/chat", served);
}


NetServer::NetServer(Poco::Net::HTTPRequestHandlerFactory::Ptr factory, Poco::Net::Context::Ptr tls):
	_secure(!tls.isNull()),
	_pool(2, THREADS),
	_factory(dynamic_cast<Net::WebSocketRequestHandlerFactory*>(factory.get()))
{
	Poco::Net::HTTPServerParams::Ptr parameters = new Poco::Net::HTTPServerParams;
	parameters->setMaxThreads(THREADS);
	parameters->setMaxQueued(THREADS);
	parameters->setKeepAlive(false);
	const Poco::Net::SocketAddress local("127.0.0.1", 0);
	const auto socket = tls ? Poco::Net::SecureServerSocket(local, THREADS, tls) : Poco::Net::ServerSocket(local, THREADS);
	_server = std::make_unique<Poco::Net::HTTPServer>(factory, _pool, socket, parameters);
	_server->start();
}


NetServer::~NetServer()
{
	_server->stopAll(true);
	_pool.joinAll();
}


Poco::Net::SocketAddress NetServer::address() const
{
	return {"127.0.0.1", _server->port()};
}


Poco::URI NetServer::uri(const std::string& path) const
{
	return Poco::URI((_secure ? "wss://" : "ws://") + address().toString() + path);
}


Net::WebSocketRequestHandlerFactory& NetServer::factory()
{
	return *_factory;
}


Poco::Net::HTTPServer& NetServer::http()
{
	return *_server;
}


void NetServer::joinThreads()
{
	_pool.joinAll();
}


} // namespace WS::Test
