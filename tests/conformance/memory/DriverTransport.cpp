//
// DriverTransport.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/memory/DriverTransport.h"
#include <Poco/Base64Encoder.h>
#include <Poco/SHA1Engine.h>
#include <Poco/URI.h>
#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <utility>


namespace Conformance {


namespace {


constexpr std::size_t MAX_LENGTH = 16 * 1024 * 1024;

const char REQUEST[] =
	"GET /echo HTTP/1.1\r\n"
	"Host: server.example.com\r\n"
	"Upgrade: websocket\r\n"
	"Connection: Upgrade\r\n"
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
	"Sec-WebSocket-Version: 13\r\n";

const char RESPONSE[] =
	"HTTP/1.1 101 Switching Protocols\r\n"
	"Upgrade: websocket\r\n"
	"Connection: Upgrade\r\n"
	"Sec-WebSocket-Accept: ";


std::string headerOf(const std::string& head, const std::string& header)
{
	const auto name = "\r\n" + header + ": ";
	const auto position = head.find(name);
	if (position == head.npos) return {};
	const auto first = position + name.size();
	return head.substr(first, head.find('\r', first) - first);
}


std::string endOfHead(const std::string& extensions)
{
	std::string end;
	if (!extensions.empty()) end.append("Sec-WebSocket-Extensions: ").append(extensions).append("\r\n");
	return end.append("\r\n");
}


std::string acceptOf(const std::string& key)
{
	Poco::SHA1Engine sha1;
	sha1.update(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
	std::ostringstream stream;
	Poco::Base64Encoder encoder(stream);
	for (const auto byte: sha1.digest()) encoder << static_cast<char>(byte);
	encoder.close();
	return stream.str();
}


} // namespace


DriverTransport::DriverTransport(const DriverSettings& settings):
	_settings(settings)
{
}


bool DriverTransport::send(std::string_view bytes, Deadline)
{
	if (_driver->finished()) return false;
	take(bytes);
	return true;
}


Transport::Arrival DriverTransport::receive(std::string& bytes, Deadline)
{
	bytes += takeOutput();
	if (!bytes.empty()) return Arrival::BYTES;
	return _driver->finished() ? Arrival::ENDED : Arrival::NOTHING;
}


void DriverTransport::end()
{
	_driver->receiveEnd();
}


std::string DriverTransport::fault() const
{
	if (!_driver->finished()) return "the driver has not finished";
	if (_closes != 1) return "onClose was called " + std::to_string(_closes) + " times";
	if (_errors > 1) return "onError was called " + std::to_string(_errors) + " times";
	return _spokeAfterClose ? "an event followed onClose" : "";
}


void DriverTransport::open(std::unique_ptr<WS::Driver> driver)
{
	_driver = std::move(driver);
	_driver->start();
	take({});
}


WS::Listener& DriverTransport::listener()
{
	return *this;
}


WS::Options DriverTransport::options() const
{
	WS::Options options;
	options.maxLength = MAX_LENGTH;
	options.extensions.add(std::make_shared<WS::PerMessageDeflate>(_settings.deflate));
	return options;
}


void DriverTransport::take(std::string_view bytes)
{
	do
	{
		const auto read = bytes.substr(0, _settings.read);
		bytes.remove_prefix(read.size());
		_buffer.assign(read.begin(), read.end());
		_driver->receive(std::span(_buffer));
		for (auto piece = _driver->output(); !piece.empty(); piece = _driver->output())
		{
			_output += piece;
			_driver->consume(piece.size());
		}
	}
	while (!bytes.empty());
}


std::string DriverTransport::takeOutput()
{
	return std::exchange(_output, {});
}


void DriverTransport::keepExtensions(const std::string& head)
{
	_extensions = headerOf(head, "Sec-WebSocket-Extensions");
}


void DriverTransport::checkOpen() const
{
	if (_driver->state() != WS::State::OPEN) throw std::runtime_error("the opening handshake failed");
}


void DriverTransport::onMessage(WS::Message& message)
{
	_spokeAfterClose = _spokeAfterClose || _closes > 0;
	_driver->send(message);
}


void DriverTransport::onError(const WS::Failure&)
{
	_spokeAfterClose = _spokeAfterClose || _closes > 0;
	++_errors;
}


void DriverTransport::onClose(WS::CloseCode, std::string_view)
{
	++_closes;
}


ServerTransport::ServerTransport(const Negotiation& negotiation, const DriverSettings& settings):
	DriverTransport(settings)
{
	open(std::make_unique<WS::ServerDriver>(listener(), options()));
	take(REQUEST + endOfHead(negotiation.offer));
	keepExtensions(takeOutput());
	checkOpen();
}


ClientTransport::ClientTransport(const Negotiation& negotiation, const DriverSettings& settings):
	DriverTransport(settings)
{
	open(std::make_unique<WS::ClientDriver>(listener(), Poco::URI("ws://server.example.com/echo"), options()));
	const auto request = takeOutput();
	keepExtensions(request);
	const auto answer = answerTo(extensions(), negotiation);
	take(RESPONSE + acceptOf(headerOf(request, "Sec-WebSocket-Key")) + "\r\n" + endOfHead(answer));
	if (negotiation.kind != Negotiation::WRONG) checkOpen();
}


} // namespace Conformance
