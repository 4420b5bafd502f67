//
// LoopSocket.h
//
// The client of an event loop, with the calls of the blocking one.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef LoopSocket_INCLUDED
#define LoopSocket_INCLUDED


#include "Negotiated.h"
#include "Place.h"
#include "WS/Net/ClientConnection.h"
#include "WS/Net/ConnectionListener.h"
#include "WS/Net/EventLoop.h"
#include "WS/Net/WebSocketClient.h"
#include "WS/Options.h"
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/WebSocket.h>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>


namespace Interop {


class LoopSocket
	/// Runs the loop within its calls, on the caller's thread, until what they wait for has come.
{
public:
	using Received = WS::Net::WebSocketClient::Received;

	explicit LoopSocket(const Place& place, WS::Options options = {}):
		_uri(place.uri())
	{
		_options.options = std::make_shared<const WS::Options>(std::move(options));
		_options.tls = place.tls;
		if (!place.proxy.empty()) _options.proxy = Poco::URI(place.proxy);
	}

	LoopSocket(const LoopSocket&) = delete;
	LoopSocket& operator = (const LoopSocket&) = delete;

	void setHeader(std::string_view name, std::string_view value) { _options.headers.add(name, value); }

	void connect()
	{
		_loop.connect(
			_uri, [this](WS::Net::ClientConnection& connection) {
				_connection = &connection;
				return std::make_unique<Events>(*this);
			},
			_options);
		until([this] { return _open || _end; });
		if (!_open) fail();
	}

	std::optional<Received> receive(const Poco::Timespan& = {})
		/// Without a limit: whoever runs the program has one.
	{
		until([this] { return !_inbox.empty() || _end; });
		if (_inbox.empty()) return std::nullopt;
		auto message = std::move(_inbox.front());
		_inbox.pop_front();
		return message;
	}

	bool text(std::string_view payload)
	{
		return within([&](WS::Driver& driver) { return driver.text(payload); });
	}

	bool binary(std::string_view payload)
	{
		return within([&](WS::Driver& driver) { return driver.binary(payload); });
	}

	bool ping(std::string_view payload = {}, std::function<void(bool answered)> done = {})
	{
		return within([&](WS::Driver& driver) { return driver.ping(payload, std::move(done)); });
	}

	bool close(WS::CloseCode code = WS::CloseCode::NORMAL, std::string_view reason = {})
	{
		const bool closing = within([&](WS::Driver& driver) { return driver.close(code, reason); });
		until([this] { return _end || !_connection; });
		return closing;
	}

	const WS::Response& response() const { return _response; }
	std::string_view protocol() const { return _protocol; }
	const std::string& negotiated() const { return _negotiated; }
	WS::CloseCode closeCode() const { return _closeCode; }
	const std::string& closeReason() const { return _closeReason; }

	std::string transportFailure() const { return _end ? _end->text : std::string(); }

	std::function<void(std::string_view payload)> onPing;
	std::function<void(std::string_view payload)> onPong;

private:
	class Events: public WS::Net::ConnectionListener
	{
	public:
		explicit Events(LoopSocket& socket): _socket(socket) {}

		void onOpen() override
		{
			_socket._open = true;
			_socket._response = _socket._connection->response();
			_socket._protocol = _socket._connection->driver().protocol();
			_socket._negotiated = Interop::negotiated(_socket._connection->driver());
			_socket._loop.stop();
		}

		void onMessage(WS::Message& message) override
		{
			const auto opcode = message.opcode;
			_socket._inbox.push_back({opcode, message.take()});
			_socket._loop.stop();
		}

		void onPing(std::string_view payload) override
		{
			if (_socket.onPing) _socket.onPing(payload);
		}

		void onPong(std::string_view payload) override
		{
			if (_socket.onPong) _socket.onPong(payload);
		}

		void onClose(WS::CloseCode code, std::string_view reason) override
		{
			_socket._closeCode = code;
			_socket._closeReason = reason;
		}

		void onEnd(const WS::Net::CloseInfo& info) override
		{
			_socket._response = _socket._connection->response();
			_socket._connection = nullptr;
			_socket._end = info;
			_socket._loop.stop();
		}

	private:
		LoopSocket& _socket;
	};

	template <class Condition>
	void until(const Condition& condition)
	{
		while (!condition()) _loop.run();
	}

	template <class Call>
	bool within(const Call& call)
		/// On the loop; false where there is no connection.
	{
		bool result = false;
		bool done = false;
		_loop.post([&] {
			if (_connection) result = call(_connection->driver());
			done = true;
			_loop.stop();
		});
		until([&] { return done; });
		return result;
	}

	[[noreturn]] void fail() const
		/// As the blocking client.
	{
		if (_end->cause == WS::Net::Cause::TLS) throw Poco::Net::SSLException(_end->text);
		if (_end->cause == WS::Net::Cause::REFUSED) throw Poco::Net::WebSocketException(_end->text);
		throw Poco::Net::NetException(_end->text);
	}

	const Poco::URI _uri;
	WS::Net::ClientOptions _options;
	WS::Net::ClientConnection* _connection = nullptr;
	std::deque<Received> _inbox;
	bool _open = false;
	std::optional<WS::Net::CloseInfo> _end;
	WS::Response _response;
	std::string _protocol;
	std::string _negotiated;
	WS::CloseCode _closeCode = WS::CloseCode::NO_STATUS;
	std::string _closeReason;
	WS::Net::EventLoop _loop;           // its connections tell the rest
};


} // namespace Interop


#endif // LoopSocket_INCLUDED
