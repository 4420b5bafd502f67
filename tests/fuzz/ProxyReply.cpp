//
// ProxyReply.cpp
//
// A proxy that has been asked for a tunnel: any bytes from the first one on.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Pieces.h"
#include "Rules.h"
#include "WS/ClientDriver.h"
#include "WS/Proxy.h"
#include "support/AllocationCounter.h"
#include <algorithm>
#include <exception>
#include <string>


using namespace WS;
using namespace WS::Fuzz;


namespace {


constexpr std::size_t FIXED_MEMORY = 16 * 1024;


struct Outcome
	/// What an answer led to.
{
	Proxy::Result result = Proxy::Result::PENDING;
	Error error = Error::NONE;
	std::string message;
	int status = 0;
	std::string reason;
	std::string headers;
	std::string body;
	std::string rest;                // what comes from the host

	bool operator == (const Outcome& other) const = default;
};


class Tunnel
	/// One Proxy, and what holds for it at every time.
{
public:
	Tunnel(const Plan& plan, std::string_view input, Piecing piecing);

	Outcome run();

private:
	void receive(std::span<char> piece);
	void checkMemory() const;
	void checkEnd() const;

	Test::AllocationCounter _memory;
	std::shared_ptr<const Options> _options;
	Pieces _pieces;
	Listener _listener;
	ClientDriver _driver;
	Proxy _proxy;
	std::string _rest;
	std::size_t _received = 0;
};


Tunnel::Tunnel(const Plan& plan, std::string_view input, Piecing piecing):
	_options(plan.options()),
	_pieces(plan, input, piecing),
	_driver(_listener, Poco::URI("ws://server.example.com/chat"), _options),
	_proxy(_driver, Poco::URI("http://user:secret@proxy.example.com:3128"))
{
}


Outcome Tunnel::run()
{
	demand(_proxy.start() && !_proxy.start(), "a proxy is started once");
	_proxy.consume(_proxy.output().size());
	while (!_pieces.isAtEnd()) receive(_pieces.next());
	_proxy.receiveEnd();
	checkEnd();
	const auto& failure = _proxy.failure();
	const auto& response = _proxy.response();
	return {
		_proxy.result(),
		failure ? failure->error : Error::NONE,
		failure ? failure->message : std::string(),
		response.status,
		response.reason,
		std::string(response.headers.wire()),
		response.body,
		_rest,
	};
}


void Tunnel::receive(std::span<char> piece)
{
	const auto before = _proxy.result();
	auto left = piece;
	_proxy.receive(left);
	_received += piece.size();

	const auto result = _proxy.result();
	demand(before == Proxy::Result::PENDING || (result == before && left.size() == piece.size()), "what is decided takes nothing more");
	demand(result != Proxy::Result::PENDING || left.empty(), "while it is not decided all is taken");
	demand(left.empty() || left.data() + left.size() == piece.data() + piece.size(), "bytes are taken off the front");
	if (result == Proxy::Result::CONNECTED) _rest.append(left.begin(), left.end());
	checkMemory();
}


void Tunnel::checkMemory() const
{
	const std::size_t answer = std::min(_received, _options->maxHead + 64 * 1024);
	const std::size_t allowance = FIXED_MEMORY + _pieces.blockSize() + 4 * answer + 2 * _rest.capacity();
	demand(_memory.live() <= static_cast<std::ptrdiff_t>(allowance) && _memory.largest() <= allowance, "memory is bounded");
}


void Tunnel::checkEnd() const
{
	const int status = _proxy.response().status;
	const auto& failure = _proxy.failure();
	demand(_proxy.result() != Proxy::Result::PENDING, "the transport's end decides");
	demand(_proxy.output().empty(), "nothing more is written");
	demand(failure.has_value() == (_proxy.result() == Proxy::Result::FAILED), "what fails says why");
	demand(failure || (status >= 200 && status <= 299), "any 2xx connects, and nothing else");
	if (failure) demandReadable(failure->message);
}


Outcome run(std::string_view input, Piecing piecing)
{
	const Plan plan(input);
	try
	{
		return Tunnel(plan, input.substr(std::min(input.size(), Plan::SIZE)), piecing).run();
	}
	catch (const std::exception& exception)
	{
		broken(std::string("nothing is thrown: ") + exception.what());
	}
}


} // namespace


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	const std::string_view input(reinterpret_cast<const char*>(data), size);
	demand(run(input, Piecing::WHOLE) == run(input, Piecing::PLANNED), "whole and in pieces give the same");
	return 0;
}
