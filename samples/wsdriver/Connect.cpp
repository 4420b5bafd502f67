//
// Connect.cpp
//
// wsdriver connect: talk to a server by hand.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Connect.h"
#include "Console.h"
#include "Reconnecting.h"
#include "Signals.h"
#include "UsageError.h"
#include "WS/Net/ProxyEnvironment.h"
#include <Poco/Exception.h>
#include <Poco/Format.h>
#include <Poco/NumberFormatter.h>
#include <Poco/Thread.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <poll.h>
#include <unistd.h>


namespace Tool {


namespace {


using Clock = std::chrono::steady_clock;

constexpr auto NEVER = Clock::time_point::max();
constexpr unsigned MAX_REDIRECTS = 5;


Clock::time_point in(double seconds)
{
	return Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}


WS::Options toDriverOptions(const ConnectOptions& options)
{
	WS::Options driverOptions;
	driverOptions.protocols = options.protocols;
	driverOptions.extensions = toRegistry(options.extensions);
	return driverOptions;
}


WS::Headers toHeaders(const std::string& option, const std::vector<std::string>& lines)
{
	WS::Headers headers;
	std::size_t number = 0;
	for (const auto& line: lines)
	{
		++number;
		const auto colon = line.find(':');
		if (colon == line.npos) throw UsageError(option + " number " + std::to_string(number) + " has no colon ('Name: value')");        // and may be a secret
		headers.add(line.substr(0, colon), std::string_view(line).substr(colon + 1));
	}
	return headers;
}


void setProxy(WS::Net::WebSocketClient& client, const ConnectOptions& options)
	/// What the environment has is asked for anew with each redirect, unless there are headers for the proxy.
{
	const auto headers = toHeaders("--proxy-header", options.proxyHeaders);
	if (!options.proxy && options.proxyFromEnvironment && headers.empty())
	{
		client.setProxyFromEnvironment();
		return;
	}
	auto proxy = options.proxyFromEnvironment ? WS::Net::proxyFromEnvironment(client.uri()) : std::nullopt;
	if (options.proxy) proxy = toProxyURI(*options.proxy);
	if (!headers.empty() && proxy && proxy->getScheme().starts_with("socks")) throw UsageError("--proxy-header is for HTTP proxies");
	if (proxy) client.setProxy(*proxy, headers);
	else if (!headers.empty() && !options.proxyFromEnvironment) throw UsageError("--proxy-header without a proxy");
}


std::unique_ptr<WS::Net::WebSocketClient> newClient(const ConnectOptions& options)
{
	auto client = std::make_unique<WS::Net::WebSocketClient>(toURI(options.url), toDriverOptions(options));
	for (const auto& header: toHeaders("--header", options.headers)) client->setHeader(header.name, header.value);
	if (options.origin) client->setHeader("Origin", *options.origin);
	if (options.follow) client->setMaxRedirects(MAX_REDIRECTS);
	setProxy(*client, options);
	setTLS(*client, options.tls);
	return client;
}


class Conversation
	/// Waits for the server, the input, signals and the time, all at once.
{
public:
	explicit Conversation(const ConnectOptions& options):
		_options(options)
	{
	}

	bool run()
	{
		while (!hold()) pause();
		return _sentAll && endedWell();
	}

private:
	bool hold();
	bool open();
	void pause();
	std::string terms();
	void start();
	void talk(const Signals& signals);
	bool showArrived();
	void wait(const Signals& signals);
	void readInput();
	void sendText(const std::string& text);
	void ping();
	void endInput();
	void close();
	bool endedWell() const;

	const ConnectOptions& _options;
	std::unique_ptr<WS::Net::WebSocketClient> _client;
	Reconnecting _reconnecting;
	Console _console;
	bool _inputOpen = true;
	bool _inputReady = false;
	bool _closed = false;                        // by the user
	std::size_t _messages = 0;
	bool _sentAll = true;
	bool _pongDue = false;
	Clock::time_point _pingAt = NEVER;
	Clock::time_point _closeAt = NEVER;
};


bool Conversation::hold()
	/// One connection. False: there is to be another.
{
	_client = newClient(_options);
	if (!open()) return false;
	const Signals signals([this] { _client->abort(); });
	_console.remark("connected to " + _client->uri().getHost() + terms());
	_console.startInput();
	start();
	talk(signals);
	_client->receive();        // until the server has ended the transport
	_console.endInput();
	_console.remark("closed " + describe(_client->closeCode(), _client->closeReason()));
	return !_options.reconnect || _closed || !_inputOpen;
}


bool Conversation::open()
{
	try
	{
		connect(*_client);
		_reconnecting.opened();
		return true;
	}
	catch (const Poco::Exception& exception)
	{
		const bool isInVain = Reconnecting::isInVain(_client->response().status) || Reconnecting::isInVain(_client->proxyResponse().status);
		if (!_options.reconnect || isInVain) throw;
		_console.remark(exception.message());
		return false;
	}
}


void Conversation::pause()
{
	const auto delay = _reconnecting.delay();
	_console.remark(Poco::format("connecting again in %.1f s", static_cast<double>(delay.count()) / 1000));
	Poco::Thread::sleep(static_cast<long>(delay.count()));
}


std::string Conversation::terms()
	/// What was agreed with the server.
{
	std::string terms;
	if (!_client->protocol().empty()) terms.append(", subprotocol ").append(_client->protocol());
	const auto extensions = _client->driver().negotiated();
	if (!extensions.empty()) terms.append(", ").append(toText(extensions));
	return terms;
}


void Conversation::start()
{
	_pongDue = false;
	if (_options.ping) _pingAt = in(*_options.ping);
	for (const auto& text: _options.texts) sendText(text);
	if (!_options.texts.empty()) endInput();
}


void Conversation::talk(const Signals& signals)
{
	while (showArrived())
	{
		const auto now = Clock::now();
		if (signals.arrived() || now >= _closeAt) return close();
		if (now >= _pingAt) ping();
		wait(signals);
		if (_inputReady) readInput();
	}
}


bool Conversation::showArrived()
	/// False: the connection is over.
{
	while (const auto message = _client->tryReceive())
	{
		if (message->isText()) _console.text(message->payload);
		else _console.binary(message->payload);
	}
	return _client->state() != WS::State::CLOSED;
}


void Conversation::wait(const Signals& signals)
{
	const bool unwritten = _client->bufferedAmount() != 0;
	pollfd waiting[] = {
		{_client->socket().impl()->sockfd(), static_cast<short>(unwritten ? POLLIN | POLLOUT : POLLIN), 0},
		{signals.descriptor(), POLLIN, 0},
		{_inputOpen ? STDIN_FILENO : -1, POLLIN, 0}};
	const auto until = std::min(_pingAt, _closeAt);
	const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
	const int timeout = static_cast<int>(std::clamp<long long>(left, 0, 3600000));        // at the latest look again after an hour
	_inputReady = poll(waiting, std::size(waiting), timeout) > 0 && waiting[2].revents != 0;
}


void Conversation::readInput()
{
	std::vector<std::string> lines;
	const bool more = _console.readInput(lines);
	for (const auto& line: lines)
	{
		sendText(line);
		if (!showArrived()) return;
	}
	if (!more) endInput();
}


void Conversation::sendText(const std::string& text)
{
	++_messages;
	if (_client->text(text)) return;
	_sentAll = false;
	if (_client->state() == WS::State::OPEN) _console.remark("message " + std::to_string(_messages) + " was not sent: it is not UTF-8");
}


void Conversation::ping()
{
	if (_pongDue)
	{
		_console.remark("no pong within " + Poco::NumberFormatter::format(*_options.ping) + " seconds");
		_client->abort();
		return;
	}
	_pongDue = true;
	_pingAt = in(*_options.ping);
	_client->ping({}, [this, sent = Clock::now()](bool answered) {
		_pongDue = false;
		const std::chrono::duration<double, std::milli> took = Clock::now() - sent;
		if (answered) _console.remark(Poco::format("pong after %.2f ms", took.count()));
	});
}


void Conversation::endInput()
{
	_inputOpen = false;
	_closeAt = in(_options.wait.value_or(_console.isTerminal() ? 0 : 1));
}


void Conversation::close()
{
	_closed = true;
	_console.endInput();        // Ctrl-D has been typed: no further key is for us
	_client->close();
}


bool Conversation::endedWell() const
{
	const auto code = _client->closeCode();
	return code == WS::CloseCode::NORMAL || code == WS::CloseCode::GOING_AWAY || code == WS::CloseCode::NO_STATUS;
}


} // namespace


bool connect(const ConnectOptions& options)
{
	return Conversation(options).run();
}


} // namespace Tool
