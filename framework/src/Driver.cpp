//
// Driver.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Driver.h"
#include "Connection.h"
#include <Poco/Exception.h>
#include <algorithm>


namespace WS {


namespace {


std::shared_ptr<const Options> checked(std::shared_ptr<const Options> options)
{
	if (!options) throw Poco::InvalidArgumentException("no options");
	const auto& names = options->protocols;
	for (auto it = names.begin(); it != names.end(); ++it)
	{
		if (!Headers::isToken(*it)) throw Poco::InvalidArgumentException("not a subprotocol name", *it);
		if (std::find(names.begin(), it, *it) != it) throw Poco::InvalidArgumentException("subprotocol given twice", *it);
	}
	return options;
}


Opcode checked(Opcode opcode)
{
	if (opcode != Opcode::TEXT && opcode != Opcode::BINARY)
		throw Poco::InvalidArgumentException("not the opcode of a message", std::to_string(static_cast<int>(opcode)));
	return opcode;
}


} // namespace


Driver::Driver(Role role, Listener& listener, std::shared_ptr<const Options> options):
	_connection(std::make_unique<Connection>(role, listener, checked(std::move(options))))
{
}


Driver::~Driver() = default;


Connection& Driver::connection()
{
	return *_connection;
}


const Connection& Driver::connection() const
{
	return *_connection;
}


bool Driver::start()
{
	return _connection->start();
}


bool Driver::setHeader(std::string_view name, std::string_view value)
{
	Headers().add(name, value);
	return _connection->state() == State::CONNECTING && _connection->handshake().setHeader(name, value);
}


bool Driver::addExtension(std::shared_ptr<const Extension> extension)
{
	return _connection->addExtension(std::move(extension));
}


std::vector<Negotiated> Driver::negotiated() const
{
	const auto list = _connection->negotiated();
	return {list.begin(), list.end()};
}


State Driver::state() const
{
	return _connection->state();
}


const Options& Driver::options() const
{
	return _connection->options();
}


std::string_view Driver::version() const
{
	return _connection->version();
}


std::string_view Driver::protocol() const
{
	return _connection->protocolName();
}


void Driver::receive(std::span<char> bytes)
{
	_connection->receive(bytes);
}


void Driver::receive(std::span<std::byte> bytes)
{
	_connection->receive({reinterpret_cast<char*>(bytes.data()), bytes.size()});
}


void Driver::resume()
{
	_connection->receive({});
}


void Driver::receiveEnd()
{
	_connection->receiveEnd();
}


std::string_view Driver::output() const
{
	return _connection->output().front();
}


std::size_t Driver::output(std::span<std::string_view> pieces) const
{
	return _connection->output().pieces(pieces);
}


void Driver::consume(std::size_t size)
{
	_connection->consume(size);
}


std::size_t Driver::bufferedAmount() const
{
	return _connection->output().size();
}


bool Driver::finished() const
{
	return _connection->finished();
}


bool Driver::text(std::string_view payload, SendOptions options)
{
	return _connection->send(Opcode::TEXT, payload, options);
}


bool Driver::binary(std::string_view payload, SendOptions options)
{
	return _connection->send(Opcode::BINARY, payload, options);
}


bool Driver::binary(std::span<const std::byte> payload, SendOptions options)
{
	return binary(std::string_view(reinterpret_cast<const char*>(payload.data()), payload.size()), options);
}


bool Driver::send(const Message& message, SendOptions options)
{
	return _connection->send(checked(message.opcode), message.payload, options);
}


bool Driver::send(Opcode opcode, std::string&& payload, SendOptions options)
{
	return _connection->send(checked(opcode), std::move(payload), options);
}


bool Driver::ping(std::string_view payload, std::function<void(bool answered)> done)
{
	return _connection->ping(payload, std::move(done));
}


bool Driver::pong(std::string_view payload)
{
	return _connection->sendControl(Opcode::PONG, payload);
}


bool Driver::close(CloseCode code, std::string_view reason)
{
	return _connection->close(code, reason);
}


void Driver::releaseIdle()
{
	_connection->releaseIdle();
}


} // namespace WS
