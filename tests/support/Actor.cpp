//
// Actor.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Actor.h"
#include "WS/Protocol.h"
#include <Poco/URI.h>
#include <ostream>


namespace WS::Test {


namespace {


class Deciding: public ServerDriver
{
public:
	template <class... Arguments>
	explicit Deciding(Actor& actor, Arguments&&... arguments):
		ServerDriver(actor, std::forward<Arguments>(arguments)...),
		_actor(actor)
	{
	}

protected:
	std::unique_ptr<Protocol> createProtocol(const Request& request, ProtocolContext& context) override
	{
		_actor.meet(Moment::CREATE_PROTOCOL);
		return ServerDriver::createProtocol(request, context);
	}

	bool acceptRequest(const Request&) override
	{
		_actor.meet(Moment::ACCEPT_REQUEST);
		return _actor.accepts;
	}

	std::string selectProtocol(const std::vector<std::string>& offered) override
	{
		_actor.meet(Moment::SELECT_PROTOCOL);
		return ServerDriver::selectProtocol(offered);
	}

	void decorateResponse(const Request&, Headers&) override
	{
		_actor.meet(Moment::DECORATE_RESPONSE);
	}

private:
	Actor& _actor;
};


Moment momentOf(Event::Kind kind)
{
	switch (kind)
	{
	case Event::CONNECT: return Moment::ON_CONNECT;
	case Event::OPENED: return Moment::ON_OPEN;
	case Event::PINGED: return Moment::ON_PING;
	case Event::PONGED: return Moment::ON_PONG;
	case Event::FAILED: return Moment::ON_ERROR;
	case Event::CLOSED: return Moment::ON_CLOSE;
	default: return Moment::ON_MESSAGE;
	}
}


} // namespace


std::ostream& operator << (std::ostream& stream, Moment moment)
{
	static const char* const NAMES[] = {
		"createProtocol", "acceptRequest", "selectProtocol", "decorateResponse", "onConnect", "onOpen", "onMessage", "onPing", "onPong",
		"the callback of an answered ping", "the callback of an unanswered ping", "onError", "onClose"};
	return stream << NAMES[static_cast<int>(moment)];
}


bool isDecision(Moment moment)
{
	return moment <= Moment::DECORATE_RESPONSE;
}


Actor::Actor()
{
	onEvent = [this](const Event& event) { meet(momentOf(event.kind)); };
}


void Actor::serve(Options options)
{
	auto server = std::make_unique<Deciding>(*this, std::move(options));
	_server = server.get();
	_driver = std::move(server);
}


void Actor::serve(Request request, Options options)
{
	auto server = std::make_unique<Deciding>(*this, std::move(request), std::move(options));
	_server = server.get();
	_driver = std::move(server);
}


void Actor::connect(Options options)
{
	options.random = fixedRandom();
	_driver = std::make_unique<ClientDriver>(*this, Poco::URI("ws://server.example.com/chat"), std::move(options));
}


Driver& Actor::driver()
{
	return *_driver;
}


ServerDriver* Actor::server()
{
	return _server;
}


void Actor::receive(const Bytes& bytes)
{
	std::vector<char> buffer(bytes.view().begin(), bytes.view().end());
	_driver->receive(std::span<char>(buffer));
}


bool Actor::ping(const std::string& payload)
{
	return _driver->ping(payload, [this, payload](bool answered) {
		_pings.append(payload).append(answered ? "+" : "-");
		meet(answered ? Moment::PING_ANSWERED : Moment::PING_UNANSWERED);
	});
}


std::size_t Actor::written() const
{
	return _output.size() + _driver->bufferedAmount();
}


Bytes Actor::output()
{
	drain();
	return _output;
}


void Actor::drain()
{
	while (!_driver->output().empty())
	{
		_output += _driver->output();
		_driver->consume(_driver->output().size());
	}
}


const std::string& Actor::pings() const
{
	return _pings;
}


void Actor::meet(Moment moment)
{
	if (onMoment) onMoment(moment);
	if (moment == Moment::ON_CONNECT && startsInOnConnect) _driver->start();
}


} // namespace WS::Test
