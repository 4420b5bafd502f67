//
// Peer.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <boost/test/unit_test.hpp>


namespace WS::Test {


namespace {


const char URL[] = "ws://server.example.com/chat";


Options withFixedRandom(Options options)
{
	if (!options.random) options.random = fixedRandom();
	return options;
}


} // namespace


void Peer::receive(const Bytes& bytes)
{
	std::vector<char> buffer(bytes.view().begin(), bytes.view().end());
	driver().receive(std::span<char>(buffer));
}


void Peer::receive(const TestFrame& frame)
{
	receiveAll({frame});
}


void Peer::receiveAll(const std::vector<TestFrame>& frames)
{
	receive(allIncoming(frames));
}


Bytes Peer::allIncoming(const std::vector<TestFrame>& frames) const
{
	Bytes result;
	for (const TestFrame& frame: frames) result += (frame.key ? frame : incoming(frame)).bytes();
	return result;
}


Bytes Peer::allOutgoing(const std::vector<TestFrame>& frames) const
{
	Bytes result;
	for (const TestFrame& frame: frames) result += outgoing(frame);
	return result;
}


void Peer::goOn()
{
	driver().receive(std::span<char>());
}


Bytes Peer::output()
{
	Bytes result;
	while (!driver().output().empty())
	{
		result += driver().output();
		driver().consume(driver().output().size());
	}
	return result;
}


State Peer::state() const
{
	return const_cast<Peer*>(this)->driver().state();
}


bool Peer::isOpen() const
{
	return state() == State::OPEN;
}


bool Peer::isClosed() const
{
	return state() == State::CLOSED;
}


Driver* Peer::operator -> ()
{
	return &driver();
}


Server::Server(Options options):
	Server(Head::request(), std::move(options))
{
}


Server::Server(const Head& request, Options options):
	Server(UNOPENED, std::move(options))
{
	_driver->start();
	receive(request.bytes());
	BOOST_REQUIRE(isOpen());
	output();
	events();
}


Server::Server(Unopened, Options options):
	_driver(std::make_unique<ServerDriver>(*this, std::move(options)))
{
}


Server::Server(Unopened, Request request, Options options):
	_driver(std::make_unique<ServerDriver>(*this, std::move(request), std::move(options)))
{
}


TestFrame Server::incoming(TestFrame frame) const
{
	return frame.masked();
}


Bytes Server::outgoing(TestFrame frame) const
{
	return frame.unmasked().bytes();
}


ServerDriver& Server::driver()
{
	return *_driver;
}


ServerDriver* Server::operator -> ()
{
	return _driver.get();
}


Client::Client(Options options):
	Client(Head::response(), std::move(options))
{
}


Client::Client(const Head& response, Options options):
	Client(UNOPENED, std::move(options))
{
	_driver->start();
	receive(response.bytes());
	BOOST_REQUIRE(isOpen());
	output();
	events();
}


Client::Client(Unopened, Options options):
	Client(UNOPENED, URL, std::move(options))
{
}


Client::Client(Unopened, const std::string& uri, Options options):
	_driver(std::make_unique<ClientDriver>(*this, Poco::URI(uri), withFixedRandom(std::move(options))))
{
}


TestFrame Client::incoming(TestFrame frame) const
{
	return frame.unmasked();
}


Bytes Client::outgoing(TestFrame frame) const
{
	return frame.masked().bytes();
}


ClientDriver& Client::driver()
{
	return *_driver;
}


ClientDriver* Client::operator -> ()
{
	return _driver.get();
}


std::function<void(std::span<char>)> fixedRandom()
{
	return [position = std::size_t(0)](std::span<char> bytes) mutable {
		static constexpr std::string_view NONCE = "the sample nonce";
		for (char& byte: bytes)
		{
			byte = position < NONCE.size() ? NONCE[position] : MASK.view()[position % 4];
			++position;
		}
	};
}


std::function<void(std::span<char>)> noRandom()
{
	return [](std::span<char>) { throw Poco::SystemException("no entropy"); };
}


Options with(std::size_t Options::*member, std::size_t value)
{
	Options options;
	options.*member = value;
	return options;
}


} // namespace WS::Test
