//
// LoopClients.cpp
//
// The library's own clients, over TLS and without.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "LoopClients.h"
#include "WS/ClientDriver.h"
#include "WS/Net/ClientConnection.h"
#include "WS/Net/ConnectionListener.h"
#include "WS/Net/Endpoint.h"
#include "WS/PerMessageDeflate.h"
#include <memory>
#include <stdexcept>


namespace Soak {


namespace {


constexpr std::size_t LARGEST = 64 * 1024;


bool isFault(WS::Net::Cause cause)
	/// Of the server or the library; a server may cut who is slow.
{
	using WS::Net::Cause;
	return cause == Cause::REFUSED || cause == Cause::VIOLATION || cause == Cause::HANDSHAKE_TIMEOUT || cause == Cause::OVERFLOW_LIMIT;
}


} // namespace


class LoopClients::Talk: public WS::Net::ConnectionListener
	/// Texts are the server's news.
{
public:
	Talk(LoopClients& clients, WS::Net::ClientConnection& connection, const Poco::URI& server):
		_clients(clients),
		_connection(connection),
		_server(server),
		_messages(1 + clients.below(50))
	{
	}

	void onOpen() override { send(); }

	void onMessage(WS::Message& message) override
	{
		if (message.opcode != WS::Opcode::BINARY) return;
		if (message.payload != _expected) return _clients.fail("not the message that was sent");
		if (--_messages > 0) return send();
		if (_clients.below(4) == 0) _connection.abort();
		else _connection.driver().close(WS::CloseCode::NORMAL);
	}

	void onEnd(const WS::Net::CloseInfo& info) override
	{
		if (isFault(info.cause)) return _clients.fail(info.toString());
		_clients._loop.post([&clients = _clients, server = _server] { clients.connect(server); });
	}

private:
	void send()
	{
		_expected.assign(_clients.below(_clients.below(8) == 0 ? LARGEST : 200), static_cast<char>(_clients.below(256)));
		_connection.driver().send(WS::Opcode::BINARY, std::string(_expected));
	}

	LoopClients& _clients;
	WS::Net::ClientConnection& _connection;
	const Poco::URI _server;
	std::size_t _messages;
	std::string _expected;
};


LoopClients::LoopClients(const std::vector<Poco::URI>& servers, std::size_t count, unsigned seed):
	_random(seed)
{
	const auto options = std::make_shared<WS::Options>(*WS::Net::defaultOptions());
	options->extensions.add(std::make_shared<WS::PerMessageDeflate>());
	_options.options = options;
	_options.tls.verify = false;
	_options.tls = _options.tls.complete();
	_options.connectTimeout = Poco::Timespan(30, 0);
	_options.settings.releaseAfter = Poco::Timespan(1, 0);
	for (const auto& server: servers)
	{
		for (std::size_t i = 0; i < count; ++i) connect(server);
	}
}


void LoopClients::run()
{
	_loop.run();
	throw std::runtime_error(_failure);
}


void LoopClients::connect(const Poco::URI& server)
{
	_loop.connect(
		server, [this, server](WS::Net::ClientConnection& connection) { return std::make_unique<Talk>(*this, connection, server); }, _options);
}


void LoopClients::fail(const std::string& what)
{
	_failure = what;
	_loop.stop();
}


std::size_t LoopClients::below(std::size_t limit)
{
	return std::uniform_int_distribution<std::size_t>(0, limit - 1)(_random);
}


} // namespace Soak
