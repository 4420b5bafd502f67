//
// EchoWSNet.cpp
//
// An echo server on WS::Net's handler for Poco::Net::HTTPServer, or on an event loop.
//
//     bench-echo-wsnet [--loop] [--deflate[=OPTIONS]]
//
// With permessage-deflate, OPTIONS as DeflateOptions::parse() reads them, or without. On a loop who connects to /flood
// gets 64 KiB every millisecond from another thread.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Bench.h"
#include "WS/Net/WebSocketConnection.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include "WS/Net/WebSocketServer.h"
#include "WS/PerMessageDeflate.h"
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>


namespace {


class Echo: public WS::Listener
{
public:
	explicit Echo(WS::Net::WebSocketConnection& connection): _connection(connection) {}

	void onMessage(WS::Message& message) override
	{
		_connection.driver().send(message);
	}

private:
	WS::Net::WebSocketConnection& _connection;
};


class Flood
	/// Sends to its readers whether they read or not.
{
public:
	class Reader: public WS::Listener
	{
	public:
		Reader(Flood& flood, WS::Net::WebSocketConnection& connection): _flood(flood), _connection(connection) {}

		void onOpen() override { _flood.add(_connection.handle()); }

	private:
		Flood& _flood;
		WS::Net::WebSocketConnection& _connection;
	};

	void start()
		/// Until the process ends.
	{
		std::thread([this] {
			for (;; std::this_thread::sleep_for(std::chrono::milliseconds(1))) send();
		}).detach();
	}

private:
	void add(WS::Net::Handle handle)
	{
		const std::lock_guard lock(_mutex);
		_readers.push_back(std::move(handle));
		_added.notify_one();
	}

	void send()
	{
		std::unique_lock lock(_mutex);
		_added.wait(lock, [this] { return !_readers.empty(); });
		std::erase_if(_readers, [this](const auto& reader) { return !reader.binary(_piece); });
	}

	const std::string _piece = std::string(64 * 1024, 'f');
	std::mutex _mutex;
	std::condition_variable _added;
	std::vector<WS::Net::Handle> _readers;
};


void addDeflate(WS::Options& options, std::string_view argument)
{
	constexpr std::string_view NAME = "--deflate";
	if (!argument.starts_with(NAME)) throw Poco::InvalidArgumentException("unknown option", std::string(argument));
	argument.remove_prefix(NAME.size());
	if (argument.starts_with('=')) argument.remove_prefix(1);
	options.extensions.add(std::make_shared<WS::PerMessageDeflate>(WS::DeflateOptions::parse(argument)));
}


int serveOnLoop(WS::Net::Endpoint endpoint)
	/// On this thread, until SIGTERM ends the process.
{
	Bench::raiseDescriptorLimit();
	static Flood flood;
	WS::Net::EventLoop loop;
	WS::Net::WebSocketServer server(loop);
	server.route("/", std::move(endpoint));
	server.route("/flood", [](WS::Net::WebSocketConnection& connection, const WS::Request&) {
		return std::make_unique<Flood::Reader>(flood, connection);
	});
	flood.start();
	Bench::listening(server.listen(Poco::Net::SocketAddress("127.0.0.1", 0)));
	server.start();
	loop.run();
	return 0;
}


} // namespace


int main(int argc, char** argv)
{
	const auto options = std::make_shared<WS::Options>(*WS::Net::defaultOptions());
	bool loop = false;
	try
	{
		for (int i = 1; i < argc; ++i)
		{
			if (std::string_view(argv[i]) == "--loop") loop = true;
			else addDeflate(*options, argv[i]);
		}
	}
	catch (const Poco::Exception& e)
	{
		std::cerr << e.displayText() << std::endl;
		return 2;
	}
	WS::Net::Endpoint endpoint([](WS::Net::WebSocketConnection& connection, const WS::Request&) {
		return std::make_unique<Echo>(connection);
	});
	endpoint.options = options;
	if (loop) return serveOnLoop(std::move(endpoint));

	Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory);
	factory->route("/", std::move(endpoint));
	return Bench::serve(factory);
}
