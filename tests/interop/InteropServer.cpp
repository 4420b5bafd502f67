//
// InteropServer.cpp
//
// interop-server [--engine loop|httpserver|hand-over] [--certificate FILE --key FILE] [--proxy-protocol NETWORK]
//
// Does on a client's command what wsdriver serve does not: pings, closes with any code, agrees to subprotocols, refuses,
// trusts a proxy, speaks permessage-deflate. On an event loop, in Poco's HTTPServer, or on a loop to which that server
// hands over; with TLS if it has a certificate. Prints "listening on ws://…" and what the clients' close frames say; ends
// with SIGTERM.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Negotiated.h"
#include "WS/Net/HandOverFactory.h"
#include "WS/Net/WebSocketConnection.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include "WS/Net/WebSocketServer.h"
#include "WS/PerMessageDeflate.h"
#include "WS/ServerDriver.h"
#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SecureServerSocket.h>
#include <csignal>
#include <iostream>
#include <map>
#include <mutex>
#include <string>


namespace {


class Commands: public WS::Listener
	/// "ping PAYLOAD" sends a ping and, when it is answered, the text "answered: PAYLOAD"; "close CODE REASON"
	/// closes; "negotiated" is answered with the extensions, "address" with the client's, "secure" with whether it speaks
	/// TLS; everything else is sent back, what begins with "secret " uncompressed.
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
		else if (message.isText() && text == "address") driver.text(_connection.clientAddress().host().toString());
		else if (message.isText() && text == "secure") driver.text(_connection.secure() ? "yes" : "no");
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


WS::Net::Endpoint echo()
	/// With a small limit.
{
	auto endpoint = commands();
	auto options = std::make_shared<WS::Options>(*endpoint.options);
	options->maxLength = 5'000'000;
	endpoint.options = options;
	return endpoint;
}


const std::string PAGE = "<!doctype html><html lang=\"en\"><title>interop</title><link rel=\"icon\" href=\"data:,\"></html>\n";


class PageHandler: public Poco::Net::HTTPRequestHandler
{
	void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override
	{
		const bool found = request.getURI() == "/";
		response.setStatusAndReason(found ? response.HTTP_OK : response.HTTP_NOT_FOUND);
		response.setContentType("text/html");
		response.sendBuffer(PAGE.data(), found ? PAGE.size() : 0);
	}
};


class PageFactory: public Poco::Net::HTTPRequestHandlerFactory
{
	Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override { return new PageHandler; }
};


WS::Response pageOrNot(const WS::Request& request)
	/// The same for the loop.
{
	WS::Response response{200, "OK", {}};
	response.headers.add("Content-Type", "text/html");
	response.body = PAGE;
	return request.target == "/" ? response : WS::Response{404, "Not Found", {}};
}


template <class Server>
void route(Server& server)
{
	server.route("/echo", echo());
	server.route("/commands", commands());
	server.route("/deflate", deflating());
	server.route("/trusting", trusting());
	server.route("/refuse", commandsWith<Refusing>());
	server.route("/login", commandsWith<Guarded>());
}


const Poco::Timespan GRACE(0, 500000);


class Program
{
public:
	explicit Program(std::map<std::string, std::string> options):
		_options(std::move(options))
	{
		if (_options.contains("--certificate")) _tls = std::make_shared<WS::Net::ServerTLS>(_options["--certificate"], _options["--key"]);
		if (_options.contains("--proxy-protocol")) _settings.proxyProtocol.add(_options["--proxy-protocol"]);
	}

	void serve()
	{
		const auto engine = _options["--engine"];
		if (engine == "httpserver") serveByThreads();
		else if (engine == "hand-over") serveByHandOver();
		else serveByLoop();
	}

private:
	void serveByLoop()
	{
		WS::Net::WebSocketServer server(1, _settings);
		route(server);
		server.setPlainHandler(pageOrNot);
		const auto address = server.listen(Poco::Net::SocketAddress("127.0.0.1", 0), _tls);
		server.start();
		listensAt(address);
		server.drain(GRACE);
	}

	void serveByThreads()
	{
		Poco::SharedPtr factory(new WS::Net::WebSocketRequestHandlerFactory(new PageFactory));
		route(*factory);
		const auto socket = listen();
		Poco::Net::HTTPServer server(factory, _threads, socket, new Poco::Net::HTTPServerParams);
		server.start();
		listensAt(socket.address());
		server.stopAll();
	}

	void serveByHandOver()
	{
		WS::Net::WebSocketServer loops;
		route(loops);
		loops.start();
		const auto socket = listen();
		Poco::Net::HTTPServer server(new WS::Net::HandOverFactory(loops, new PageFactory), _threads, socket, new Poco::Net::HTTPServerParams);
		server.start();
		listensAt(socket.address());
		server.stopAll();
		loops.drain(GRACE);
	}

	Poco::Net::ServerSocket listen() const
	{
		const Poco::Net::SocketAddress address("127.0.0.1", 0);
		if (!_tls) return Poco::Net::ServerSocket(address);
		return Poco::Net::SecureServerSocket(address, 64, _tls->context());
	}

	void listensAt(const Poco::Net::SocketAddress& address) const
		/// Until SIGTERM.
	{
		std::cout << (_tls ? "listening on wss://" : "listening on ws://") << address.toString() << std::endl;
		sigset_t signals;
		pthread_sigmask(SIG_BLOCK, nullptr, &signals);
		int signal = 0;
		sigwait(&signals, &signal);
	}

	std::map<std::string, std::string> _options;
	Poco::ThreadPool _threads{2, 100};
	WS::Net::ServerSettings _settings;
	std::shared_ptr<WS::Net::ServerTLS> _tls;
};


} // namespace


int main(int argc, char** argv)
{
	sigset_t signals;        // blocked in all threads, so that sigwait() gets them
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, nullptr);
	std::map<std::string, std::string> options;
	for (int i = 1; i + 1 < argc; i += 2) options[argv[i]] = argv[i + 1];
	try
	{
		Program(std::move(options)).serve();
		return 0;
	}
	catch (const Poco::Exception& exception)
	{
		std::cerr << "interop-server: " << exception.displayText() << std::endl;
		return 1;
	}
}
