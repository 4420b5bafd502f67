//
// InteropServer.cpp
//
// interop-server   does on a client's command what wsdriver serve does not: pings, closes with any code, agrees to
// subprotocols, refuses, trusts a proxy, speaks permessage-deflate. Prints "listening on ws://…" and what the clients' close frames say; ends with SIGTERM.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Negotiated.h"
#include "WS/Net/WebSocketConnection.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include "WS/PerMessageDeflate.h"
#include "WS/ServerDriver.h"
#include <Poco/Exception.h>
#include <Poco/Net/HTTPServer.h>
#include <csignal>
#include <iostream>
#include <map>
#include <mutex>
#include <string>


namespace {


class Commands: public WS::Listener
	/// "ping PAYLOAD" sends a ping and, when it is answered, the text "answered: PAYLOAD"; "close CODE REASON"
	/// closes; "negotiated" is answered with the extensions; everything else is sent back, what begins with "secret "
	/// uncompressed.
{
public:
	explicit Commands(WS::Net::WebSocketConnection& connection): _connection(connection) {}

	void onMessage(WS::Message& message) override
	{
		auto& driver = _connection.driver();
		const std::string text(message.payload);
		if (message.isText() && text.starts_with("ping ")) driver.ping(text.substr(5));
		else if (message.isText() && text.starts_with("close ")) close(text.substr(6));
		else if (message.isText() && text == "negotiated") driver.text(Interop::negotiated(driver));
		else driver.send(message, {.compress = !text.starts_with("secret ")});
	}

	void onPong(std::string_view payload) override
	{
		_connection.driver().text("answered: " + std::string(payload));
	}

	void onClose(WS::CloseCode code, std::string_view reason) override
	{
		std::cout << ("closed " + std::to_string(static_cast<int>(code)) + " " + std::string(reason) + "\n") << std::flush;
	}

private:
	void close(const std::string& command)
	{
		std::size_t end = 0;
		const auto code = static_cast<WS::CloseCode>(std::stoi(command, &end));
		_connection.driver().close(code, command.substr(std::min(end + 1, command.size())));
	}

	WS::Net::WebSocketConnection& _connection;
};


class Refusing: public WS::ServerDriver
{
public:
	using ServerDriver::ServerDriver;

protected:
	bool acceptRequest(const WS::Request&) override
	{
		WS::Headers headers;
		headers.add("WWW-Authenticate", "Bearer");
		reject(401, "who are you?\n", headers);
		return false;
	}
};


class Guarded: public WS::ServerDriver
	/// Lets in who logs in as ali:opensesame, and shows in the response which X-Interop was in the request.
{
public:
	using ServerDriver::ServerDriver;

protected:
	bool acceptRequest(const WS::Request& request) override
	{
		if (request.headers.get("Authorization") == "Basic YWxpOm9wZW5zZXNhbWU=") return true;
		WS::Headers headers;
		headers.add("WWW-Authenticate", "Basic");
		reject(401, "who are you?\n", headers);
		return false;
	}

	void decorateResponse(const WS::Request& request, WS::Headers& headers) override
	{
		headers.add("X-Interop", "seen: " + std::string(request.headers.get("X-Interop")));
	}
};


WS::Net::Endpoint commands()
{
	WS::Net::Endpoint endpoint([](WS::Net::WebSocketConnection& connection, const WS::Request&) {
		return std::make_unique<Commands>(connection);
	});
	auto options = std::make_shared<WS::Options>(*endpoint.options);
	options->protocols = {"chat.v2", "chat.v1"};
	endpoint.options = options;
	return endpoint;
}


WS::Net::Endpoint trusting()
{
	auto endpoint = commands();
	endpoint.origins.trustProxy("127.0.0.1");
	return endpoint;
}


template <class Driver>
WS::Net::Endpoint commandsWith()
{
	auto endpoint = commands();
	endpoint.driver = [](WS::Listener& listener, WS::Request request, std::shared_ptr<const WS::Options> options) {
		return std::make_unique<Driver>(listener, std::move(request), std::move(options));
	};
	return endpoint;
}


class Deflates
	/// One permessage-deflate for all connections that ask for the same options.
{
public:
	std::shared_ptr<const WS::Extension> find(const std::string& options)
	{
		const std::lock_guard lock(_mutex);
		auto& extension = _extensions[options];
		if (!extension) extension = std::make_shared<WS::PerMessageDeflate>(WS::DeflateOptions::parse(options));
		return extension;
	}

private:
	std::mutex _mutex;
	std::map<std::string, std::shared_ptr<const WS::Extension>> _extensions;
};


WS::Net::Endpoint deflating()
	/// The query has the DeflateOptions.
{
	auto endpoint = commands();
	endpoint.driver = [deflates = std::make_shared<Deflates>()](WS::Listener& listener, WS::Request request, std::shared_ptr<const WS::Options> options) {
		const auto query = request.target.find('?');
		const auto deflate = deflates->find(query == std::string::npos ? "" : request.target.substr(query + 1));
		auto driver = std::make_unique<WS::ServerDriver>(listener, std::move(request), std::move(options));
		driver->addExtension(deflate);
		return driver;
	};
	return endpoint;
}


void serve(const sigset_t& signals)
{
	Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory);
	factory->route("/commands", commands());
	factory->route("/deflate", deflating());
	factory->route("/trusting", trusting());
	factory->route("/refuse", commandsWith<Refusing>());
	factory->route("/login", commandsWith<Guarded>());

	Poco::ThreadPool threads(2, 100);
	Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
	Poco::Net::HTTPServer server(factory, threads, socket, new Poco::Net::HTTPServerParams);
	server.start();
	std::cout << "listening on ws://" << socket.address().toString() << std::endl;

	int signal = 0;
	sigwait(&signals, &signal);
	server.stopAll();
}


} // namespace


int main()
{
	sigset_t signals;        // blocked in all threads, so that sigwait() gets them
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, nullptr);
	try
	{
		serve(signals);
		return 0;
	}
	catch (const Poco::Exception& exception)
	{
		std::cerr << "interop-server: " << exception.displayText() << std::endl;
		return 1;
	}
}
