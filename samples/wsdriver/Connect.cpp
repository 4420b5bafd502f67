//
// Connect.cpp
//
// wsdriver connect: talk to a server by hand.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Connect.h"
#include "Client.h"
#include "Console.h"
#include "Signals.h"
#include "UsageError.h"
#include "WS/Net/ProxyEnvironment.h"
#include <Poco/Exception.h>
#include <Poco/Format.h>
#include <Poco/NumberFormatter.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <poll.h>
#include <unistd.h>


namespace Tool {


namespace {


using Clock = std::chrono::steady_clock;

constexpr auto NEVER = Clock::time_point::max();


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


class Conversation
	/// Waits for the server, the input, signals and the time, all at once.
{
public:
	explicit Conversation(const ConnectOptions& options):
		_options(options),
		_uri(toURI(options.url)),
		_client(_uri, toDriverOptions(options))
	{
		setHeaders();
		setProxy();
	}

	bool run()
	{
		connect(_client);
		const Signals signals([this] { _client.abort(); });
		_console.remark("connected to " + _uri.getHost() + terms());
		_console.startInput();
		start();
		talk(signals);
		_client.receive();        // until the server has ended the transport
		_console.endInput();
		_console.remark("closed " + describe(_client.closeCode(), _client.closeReason()));
		return _sentAll && endedWell();
	}

private:
	void setHeaders();
	void setProxy();
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
	const Poco::URI _uri;
	WS::Net::WebSocketClient _client;
	Console _console;
	bool _inputOpen = true;
	bool _inputReady = false;
	std::size_t _messages = 0;
	bool _sentAll = true;
	bool _pongDue = false;
	Clock::time_point _pingAt = NEVER;
	Clock::time_point _closeAt = NEVER;
};


void Conversation::setHeaders()
{
	const auto headers = toHeaders("--header", _options.headers);
	for (const auto& header: headers) _client.setHeader(header.name, header.value);
	if (_options.origin) _client.setHeader("Origin", *_options.origin);
}


void Conversation::setProxy()
{
	const auto headers = toHeaders("--proxy-header", _options.proxyHeaders);
	auto proxy = _options.proxyFromEnvironment ? WS::Net::proxyFromEnvironment(_uri) : std::nullopt;
	if (_options.proxy) proxy = toProxyURI(*_options.proxy);
	if (proxy) _client.setProxy(*proxy, headers);
	else if (!headers.empty() && !_options.proxyFromEnvironment) throw UsageError("--proxy-header without a proxy");
}


std::string Conversation::terms()
	/// What was agreed with the server.
{
	std::string terms;
	if (!_client.protocol().empty()) terms.append(", subprotocol ").append(_client.protocol());
	const auto extensions = _client.driver().negotiated();
	if (!extensions.empty()) terms.append(", ").append(toText(extensions));
	return terms;
}


void Conversation::start()
{
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
	while (const auto message = _client.tryReceive())
	{
		if (message->isText()) _console.text(message->payload);
		else _console.binary(message->payload);
	}
	return _client.state() != WS::State::CLOSED;
}


void Conversation::wait(const Signals& signals)
{
	const bool unwritten = _client.bufferedAmount() != 0;
	pollfd waiting[] = {
		{_client.socket().impl()->sockfd(), static_cast<short>(unwritten ? POLLIN | POLLOUT : POLLIN), 0},
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
	if (_client.text(text)) return;
	_sentAll = false;
	if (_client.state() == WS::State::OPEN) _console.remark("message " + std::to_string(_messages) + " was not sent: it is not UTF-8");
}


void Conversation::ping()
{
	if (_pongDue)
	{
		_console.remark("no pong within " + Poco::NumberFormatter::format(*_options.ping) + " seconds");
		_client.abort();
		return;
	}
	_pongDue = true;
	_pingAt = in(*_options.ping);
	_client.ping({}, [this, sent = Clock::now()](bool answered) {
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
	_console.endInput();        // Ctrl-D has been typed: no further key is for us
	_client.close();
}


bool Conversation::endedWell() const
{
	const auto code = _client.closeCode();
	return code == WS::CloseCode::NORMAL || code == WS::CloseCode::GOING_AWAY || code == WS::CloseCode::NO_STATUS;
}


} // namespace


bool connect(const ConnectOptions& options)
{
	return Conversation(options).run();
}


} // namespace Tool
