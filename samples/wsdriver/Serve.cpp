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
#include "HTTPEngine.h"
#include "LoopEngine.h"
#include "Page.h"
#include "ServeConfiguration.h"
#include "Termination.h"
#include "UsageError.h"
#include <Poco/ConsoleChannel.h>
#include <Poco/Exception.h>
#include <Poco/FormattingChannel.h>
#include <Poco/Logger.h>
#include <Poco/Net/NetException.h>
#include <Poco/PatternFormatter.h>
#include <Poco/Util/ServerApplication.h>
#include <algorithm>
#include <exception>
#include <iostream>


namespace Tool {


namespace {


constexpr std::size_t MAX_CHAT_MESSAGE = 64 * 1024;
constexpr std::size_t MAX_CHAT_QUEUE = 1024 * 1024;


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


std::string toText(const Poco::Net::SocketAddress& address, bool secure)
{
	if (address.family() == Poco::Net::SocketAddress::UNIX_LOCAL) return "unix:" + address.toString() + (secure ? " with TLS" : "");
	return (secure ? "https://" : "http://") + address.toString() + "/";
}


void reload(WS::Net::ServerTLS& tls)
{
	auto& log = connectionLog();
	try
	{
		tls.reload();
		log.information("the certificate has been read again");
	}
	catch (const Poco::Exception& exception)
	{
		log.error("the certificate stays, for the new one cannot be used: " + exception.message());
	}
}


} // namespace


class ServeApplication: public Poco::Util::ServerApplication
	/// The configuration's layers are Poco's: the command line, then a file, then the defaults of ServeConfiguration.
{
public:
	ServeApplication(const ServeOptions& options, Termination& termination):
		_options(options),
		_termination(termination)
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
			if (config().getBool("serve.verbose", false)) connectionLog().setLevel(Poco::Message::PRIO_DEBUG);
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
	Site site(const ServeConfiguration& configuration);
	std::unique_ptr<Engine> newEngine(const ServeConfiguration& configuration, const EngineSettings& settings);
	static Poco::Net::SocketAddress start(Engine& engine, const ServeConfiguration& configuration);

	const ServeOptions _options;
	Termination& _termination;
	ChatRoom _room;
	std::exception_ptr _failure;
};


void ServeApplication::setCommandLine()
{
	if (_options.unixPath && (_options.host || _options.port)) throw UsageError("--unix beside --host or --port: a server listens at one place");
	if (_options.host || _options.port) config().setString("serve.unix", "");        // the file's
	if (_options.unixPath) config().setString("serve.unix", *_options.unixPath);
	if (_options.engine) config().setString("serve.engine", *_options.engine);
	if (_options.threads) config().setUInt64("serve.threads", *_options.threads);
	if (_options.tlsCertificate) config().setString("serve.tlsCert", *_options.tlsCertificate);
	if (_options.tlsKey) config().setString("serve.tlsKey", *_options.tlsKey);
	if (_options.drain) config().setDouble("serve.drain", *_options.drain);
	if (_options.host) config().setString("serve.host", *_options.host);
	if (_options.port) config().setUInt("serve.port", *_options.port);
	if (_options.maxMessage) config().setUInt64("serve.maxMessage", *_options.maxMessage);
	if (_options.verbose) config().setBool("serve.verbose", true);
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
	const ServeConfiguration configuration(config());
	const auto settings = configuration.engineSettings();
	const auto engine = newEngine(configuration, settings);
	const auto drain = configuration.drain();
	const auto address = start(*engine, configuration);
	if (settings.tls && configuration.usesLoops()) _termination.setHangUp([&] { reload(*settings.tls); });
	std::cout << "listening on " << toText(address, settings.tls != nullptr) << std::endl;

	_termination.wait();
	_termination.during([&] { engine->drain(drain); }, [&] { engine->cut(); });
}


Site ServeApplication::site(const ServeConfiguration& configuration)
{
	const auto& options = _options.extensions;
	const bool isChosen = !options.chosen.empty() || options.noDeflate;
	auto echo = configuration.endpoint(toRegistry(isChosen ? options : configuration.extensions()));
	echo.listener = [](WS::Net::WebSocketConnection& connection, const WS::Request&) { return std::make_unique<Echo>(connection); };

	auto chat = echo;
	auto chatOptions = std::make_shared<WS::Options>(*echo.options);
	chatOptions->maxLength = std::min(chatOptions->maxLength, MAX_CHAT_MESSAGE);
	chat.options = std::move(chatOptions);
	chat.settings.maxQueued = MAX_CHAT_QUEUE;
	chat.listener = [this](WS::Net::WebSocketConnection& connection, const WS::Request& request) {
		return std::make_unique<Chat>(connection, request, _room);
	};

	const auto page = std::make_shared<const Page>(configuration.pageFolder(), std::set<std::string>{"/echo", "/chat"});
	return {{{"/echo", echo}, {"/chat", chat}}, [page](const WS::Request& request) { return page->answer(request); }};
}


std::unique_ptr<Engine> ServeApplication::newEngine(const ServeConfiguration& configuration, const EngineSettings& settings)
{
	if (configuration.usesLoops()) return std::make_unique<LoopEngine>(site(configuration), settings);
	return std::make_unique<HTTPEngine>(site(configuration), settings);
}


Poco::Net::SocketAddress ServeApplication::start(Engine& engine, const ServeConfiguration& configuration)
{
	try
	{
		return engine.start(configuration.address());
	}
	catch (const Poco::Exception& exception)
	{
		const bool taken = exception.code() == POCO_EADDRINUSE;
		const auto why = taken ? "the port is taken" : exception.displayText();
		throw Poco::Net::NetException("cannot listen on " + configuration.place() + ": " + why);
	}
}


void serve(const ServeOptions& options, const char* program)
{
	Termination termination;
	ServeApplication application(options, termination);
	char* arguments[] = {const_cast<char*>(program), nullptr};
	application.run(1, arguments);
	application.rethrow();
}


} // namespace Tool
