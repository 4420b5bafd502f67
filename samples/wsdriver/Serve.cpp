//
// Serve.cpp
//
// wsdriver serve: a server with an echo, a chat and a page.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Serve.h"
#include "Chat.h"
#include "ConnectionLog.h"
#include "Echo.h"
#include "Page.h"
#include "UsageError.h"
#include "WS/Net/WebSocketRequestHandlerFactory.h"
#include <Poco/ConsoleChannel.h>
#include <Poco/Exception.h>
#include <Poco/FormattingChannel.h>
#include <Poco/Logger.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/NetException.h>
#include <Poco/PatternFormatter.h>
#include <Poco/StringTokenizer.h>
#include <Poco/ThreadPool.h>
#include <Poco/Util/ServerApplication.h>
#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>


namespace Tool {


namespace {


constexpr int MAX_CONNECTIONS = 500;
constexpr std::size_t MAX_CHAT_MESSAGE = 64 * 1024;
constexpr std::size_t MAX_CHAT_QUEUE = 1024 * 1024;
const Poco::Timespan HTTP_TIMEOUT(10, 0);
const Poco::Timespan GRACE(0, 500000);


std::string joined(const std::vector<std::string>& parts)
{
	std::string list;
	for (const auto& part: parts)
	{
		if (part.find(',') != part.npos) throw UsageError("there is a comma in " + part);
		list += (list.empty() ? "" : ",") + part;
	}
	return list;
}


std::vector<std::string> split(const std::string& list)
{
	const Poco::StringTokenizer parts(list, ",", Poco::StringTokenizer::TOK_TRIM | Poco::StringTokenizer::TOK_IGNORE_EMPTY);
	return {parts.begin(), parts.end()};
}


sigset_t terminationSignals()
{
	sigset_t signals;
	sigemptyset(&signals);
	for (const int signal: {SIGINT, SIGTERM, SIGQUIT}) sigaddset(&signals, signal);
	struct sigaction hangUp = {};
	sigaction(SIGHUP, nullptr, &hangUp);
	if (hangUp.sa_handler != SIG_IGN) sigaddset(&signals, SIGHUP);        // nohup: sigwait() would get it all the same
	return signals;
}


void blockTerminationSignals()
	/// In all threads that start from here on, so that waitForTermination() gets them.
{
	const auto signals = terminationSignals();
	pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}


void waitForTermination()
	/// As Poco's waitForTerminationRequest(), which leaves SIGHUP out.
{
	const auto signals = terminationSignals();
	int signal = 0;
	sigwait(&signals, &signal);
}


} // namespace


class ServeApplication: public Poco::Util::ServerApplication
	/// The configuration's layers are Poco's: the command line, then a file, then the defaults below.
{
public:
	explicit ServeApplication(const ServeOptions& options):
		_options(options),
		_extensions(toRegistry(options.extensions))
	{
	}

	void rethrow() const
		/// What ended run(): Poco's application would only log it.
	{
		if (_failure) std::rethrow_exception(_failure);
	}

protected:
	void initialize(Poco::Util::Application& self) override
	{
		try
		{
			setCommandLine();
			loadFile();
			logToStandardError();
			ServerApplication::initialize(self);
			if (_options.verbose) connectionLog().setLevel(Poco::Message::PRIO_DEBUG);
		}
		catch (...)
		{
			_failure = std::current_exception();
		}
	}

	int main(const std::vector<std::string>&) override
	{
		try
		{
			if (!_failure) serve();
		}
		catch (...)
		{
			_failure = std::current_exception();
		}
		return EXIT_OK;
	}

private:
	void setCommandLine();
	void loadFile();
	void logToStandardError();
	void serve();
	Poco::Net::ServerSocket listen() const;
	WS::Net::Endpoint endpoint(std::size_t maxMessage, WS::Net::ListenerFunction listener) const;
	void route(WS::Net::WebSocketRequestHandlerFactory& factory);
	std::filesystem::path pageFolder() const;

	const ServeOptions _options;
	const WS::ExtensionRegistry _extensions;
	ChatRoom _room;
	std::exception_ptr _failure;
};


void ServeApplication::setCommandLine()
{
	if (_options.host) config().setString("serve.host", *_options.host);
	if (_options.port) config().setUInt("serve.port", *_options.port);
	if (_options.maxMessage) config().setUInt64("serve.maxMessage", *_options.maxMessage);
	if (_options.drafts) config().setBool("serve.drafts", true);
	if (_options.page) config().setString("serve.page", *_options.page);
	if (!_options.protocols.empty()) config().setString("serve.protocols", joined(_options.protocols));
	if (!_options.origins.empty()) config().setString("serve.origins", joined(_options.origins));
}


void ServeApplication::loadFile()
{
	if (!_options.config)
	{
		loadConfiguration();
		return;
	}
	try
	{
		loadConfiguration(*_options.config);
	}
	catch (const Poco::Exception& exception)
	{
		throw Poco::FileException("cannot read the configuration " + *_options.config + ": " + exception.displayText());
	}
}


void ServeApplication::logToStandardError()
	/// Unless the configuration file has something else in mind for Poco's loggers.
{
	Poco::AutoPtr<Poco::Formatter> formatter(new Poco::PatternFormatter("wsdriver: %t"));
	Poco::AutoPtr<Poco::Channel> console(new Poco::ConsoleChannel(std::cerr));
	Poco::AutoPtr<Poco::Channel> channel(new Poco::FormattingChannel(formatter, console));
	Poco::Logger::setChannel("", channel);
}


void ServeApplication::serve()
{
	Poco::SharedPtr<Page> page = new Page(pageFolder(), {"/echo", "/chat"});
	Poco::SharedPtr<WS::Net::WebSocketRequestHandlerFactory> factory = new WS::Net::WebSocketRequestHandlerFactory(page);
	route(*factory);
	const auto socket = listen();

	const int connections = std::max(2, config().getInt("serve.maxConnections", MAX_CONNECTIONS));
	Poco::ThreadPool threads(2, connections);        // a connection takes a thread
	Poco::Net::HTTPServerParams::Ptr params = new Poco::Net::HTTPServerParams;
	params->setMaxThreads(connections);
	params->setMaxQueued(connections);
	params->setTimeout(HTTP_TIMEOUT);
	Poco::Net::HTTPServer server(factory, threads, socket, params);
	server.start();
	std::cout << "listening on http://" << socket.address().toString() << "/" << std::endl;

	waitForTermination();
	factory->closeAll(WS::CloseCode::GOING_AWAY, {}, GRACE);
	server.stop();
	factory->waitUntilClosed(GRACE + GRACE);
	server.stopAll(true);        // what is left are HTTP requests that have arrived in part
	threads.joinAll();
}


Poco::Net::ServerSocket ServeApplication::listen() const
{
	const auto host = config().getString("serve.host", "127.0.0.1");
	const auto port = config().getUInt("serve.port", 8080);
	if (port > 65535) throw UsageError("serve.port " + std::to_string(port) + ": at most 65535");
	try
	{
		Poco::Net::ServerSocket socket;
		socket.bind({host, static_cast<Poco::UInt16>(port)}, true, false);        // no second server on a taken port
		socket.listen(128);
		return socket;
	}
	catch (const Poco::Net::NetException& exception)
	{
		const bool taken = exception.code() == POCO_EADDRINUSE;
		const auto why = taken ? "the port is taken" : exception.displayText();
		throw Poco::Net::NetException("cannot listen on " + host + " port " + std::to_string(port) + ": " + why);
	}
}


WS::Net::Endpoint ServeApplication::endpoint(std::size_t maxMessage, WS::Net::ListenerFunction listener) const
{
	auto options = std::make_shared<WS::Options>();
	options->maxLength = maxMessage;
	options->protocols = split(config().getString("serve.protocols", ""));
	options->extensions = _extensions;

	WS::Net::Endpoint endpoint(std::move(listener));
	endpoint.options = std::move(options);
	endpoint.settings.drafts = config().getBool("serve.drafts", false);
	for (const auto& origin: split(config().getString("serve.origins", "")))
	{
		if (origin == "any") endpoint.origins = WS::Net::OriginPolicy::any();
		else endpoint.origins.allow(origin);
	}
	return endpoint;
}


void ServeApplication::route(WS::Net::WebSocketRequestHandlerFactory& factory)
{
	const std::size_t maxMessage = config().getUInt64("serve.maxMessage", WS::Net::DEFAULT_MAX_LENGTH);
	if (maxMessage == 0) throw UsageError("serve.maxMessage 0: at least 1");
	auto echo = endpoint(maxMessage, [](WS::Net::WebSocketConnection& connection, const WS::Request&) {
		return std::make_unique<Echo>(connection);
	});
	auto chat = endpoint(std::min(maxMessage, MAX_CHAT_MESSAGE), [this](WS::Net::WebSocketConnection& connection, const WS::Request& request) {
		return std::make_unique<Chat>(connection, request, _room);
	});
	chat.settings.maxQueued = MAX_CHAT_QUEUE;

	factory.route("/echo", std::move(echo));
	factory.route("/chat", std::move(chat));
}


std::filesystem::path ServeApplication::pageFolder() const
	/// WSDRIVER_PAGE leads from the folder of the program to the page, wherever the two are moved to.
{
	std::filesystem::path folder = config().getString("serve.page", "");
	if (folder.empty()) folder = std::filesystem::canonical(config().getString("application.path")).parent_path() / WSDRIVER_PAGE;
	if (!std::filesystem::is_regular_file(folder / "index.html"))
	{
		throw Poco::FileNotFoundException("the page: there is no index.html in " + folder.lexically_normal().string());
	}
	return folder;
}


void serve(const ServeOptions& options, const char* program)
{
	blockTerminationSignals();
	ServeApplication application(options);
	char* arguments[] = {const_cast<char*>(program), nullptr};
	application.run(1, arguments);
	application.rethrow();
}


} // namespace Tool
