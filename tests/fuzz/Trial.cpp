//
// Trial.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Trial.h"
#include "Observer.h"
#include "Pieces.h"
#include "Rules.h"
#include "support/AllocationCounter.h"
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>


namespace WS::Fuzz {


namespace {


constexpr std::size_t LONGEST_INPUT = 64 * 1024;
constexpr std::ptrdiff_t DRIVER_MEMORY = 8 * 1024;       // a driver, its handshake and small buffers
constexpr std::ptrdiff_t FRAMES_MEMORY = 1024;           // a control frame, a pong that is held, what the observer remembers
constexpr std::size_t PING_MEMORY = 256;                 // what a ping with a callback takes
constexpr std::size_t HEAD_OUTPUT = 1024;                // an answer to a request
constexpr std::size_t FRAMES_OUTPUT = 300;               // a pong above the mark and a close frame


template <class Call>
bool survives(Call&& call)
	// False: the listener has thrown. Nothing else may.
{
	try
	{
		call();
		return true;
	}
	catch (const Thrown&)
	{
		return false;
	}
	catch (const std::exception& exception)
	{
		broken(std::string("nothing is thrown but what the listener throws: ") + exception.what());
	}
}


class Trial
	/// One driver, fed with the input in one piecing.
{
public:
	Trial(const Subject& subject, const Plan& plan, std::string& written, bool tells);

	Seen run(std::string_view input, Piecing piecing);

private:
	void open();
	void feed(std::span<char> piece);
	void feedClosed(std::span<char> piece);
	void end();
	void checkClosed();
	void checkBounds() const;
	std::size_t fixedOutput() const;
	std::size_t memoryAllowance() const;
	void drain();

	template <class Call>
	void guarded(Call&& call);

	const Subject& _subject;
	const Plan& _plan;
	std::shared_ptr<const Options> _options;
	Test::AllocationCounter _memory;
	std::string& _written;
	Observer _observer;
	std::unique_ptr<Driver> _driver;
	std::size_t _received = 0;
	std::size_t _mostBuffered = 0;
	std::size_t _blockSize = 0;
	std::ptrdiff_t _fixedMemory = DRIVER_MEMORY;
};


Trial::Trial(const Subject& subject, const Plan& plan, std::string& written, bool tells):
	_subject(subject),
	_plan(plan),
	_options(plan.options()),
	_written(written),
	_observer(plan, written, tells),
	_driver(subject.make(_observer, _options))
{
	_observer.watch(*_driver, *_options);
}


Seen Trial::run(std::string_view input, Piecing piecing)
{
	if (_subject.isAnswered) open();
	else if (_plan.start() == Start::FIRST) guarded([&] { _driver->start(); });

	Pieces pieces(_plan, input, piecing);
	_blockSize = pieces.blockSize();
	while (!pieces.isAtEnd()) feed(pieces.next());
	if (!_subject.isAnswered && _plan.start() == Start::LAST) guarded([&] { _driver->start(); });
	end();
	return _observer.seen();
}


void Trial::open()
{
	guarded([&] { _driver->start(); });
	std::string opening(_subject.opening);
	guarded([&] { _driver->receive(std::span<char>(opening)); });
	drain();
	_written.clear();
	_fixedMemory = _memory.live() + FRAMES_MEMORY;
}


void Trial::feed(std::span<char> piece)
{
	_received += piece.size();
	if (_driver->state() == State::CLOSED)
	{
		feedClosed(piece);
		return;
	}
	guarded([&] { _driver->receive(piece); });
	checkBounds();
	if (_plan.drains()) drain();
}


void Trial::feedClosed(std::span<char> piece)
{
	const auto before = _observer.seen();
	const std::size_t buffered = _driver->bufferedAmount();
	const auto memory = _memory.live();
	guarded([&] { _driver->receive(piece); });
	demand(_observer.seen() == before && _driver->bufferedAmount() == buffered && _memory.live() <= memory, "a closed driver ignores input");
}


void Trial::end()
{
	guarded([&] { _driver->receiveEnd(); });
	drain();
	_observer.checkEnd();
	demand(_driver->finished(), "a connection that has ended and is written is finished");
	checkClosed();
	if (_subject.demandValid) _subject.demandValid(_written);
}


void Trial::checkClosed()
{
	const auto before = _observer.seen();
	char more[] = {'\x89', '\x00', '\x81', '\x80', '0', '0', '0', '0'};
	guarded([&] { _driver->receive(std::span<char>(more)); });
	guarded([&] { _driver->receiveEnd(); });
	const bool did = _driver->text("more") || _driver->ping("more") || _driver->pong("more") || _driver->close() || _driver->start();
	demand(!did && _driver->bufferedAmount() == 0 && _observer.seen() == before, "a closed driver does nothing");
}


void Trial::checkBounds() const
{
	demand((_driver->state() == State::CLOSED) == _observer.isOver(), "CLOSED comes with onClose");
	if (_options->outputHighWater != UNLIMITED)
		demand(_driver->bufferedAmount() <= fixedOutput() + _options->outputHighWater + _observer.sent(), "output is bounded");
	demand(_memory.live() <= static_cast<std::ptrdiff_t>(memoryAllowance()), "memory is bounded");
	demand(_memory.largest() <= memoryAllowance(), "no allocation is larger than the limits or what has arrived");
}


std::size_t Trial::fixedOutput() const
{
	return FRAMES_OUTPUT + (_subject.isAnswered ? 0 : HEAD_OUTPUT);
}


std::size_t Trial::memoryAllowance() const
{
	const std::size_t input = std::min(_received, _options->maxLength + _subject.headAllowance);
	return static_cast<std::size_t>(_fixedMemory) + _subject.codecMemory + _blockSize + 4 * input + 2 * (fixedOutput() + _mostBuffered) + PING_MEMORY * _observer.pings();
}


void Trial::drain()
{
	_observer.write(_driver->bufferedAmount());
}


template <class Call>
void Trial::guarded(Call&& call)
	// Goes on as long as the listener throws.
{
	bool done = survives(call);
	while (!done) done = survives([&] { _driver->resume(); });
	_observer.checkState();
	_mostBuffered = std::max(_mostBuffered, _driver->bufferedAmount());
}


Seen run(const Subject& subject, std::string_view input, Piecing piecing, std::string& written, bool tells)
{
	const Plan plan(input);
	written.clear();
	Trial trial(subject, plan, written, tells);
	return trial.run(input.substr(std::min(input.size(), Plan::SIZE)), piecing);
}


} // namespace


int tryOut(const Subject& subject, const std::uint8_t* data, std::size_t size)
{
	static std::string whole(16 * LONGEST_INPUT, ' '), pieced(16 * LONGEST_INPUT, ' ');
	if (size > LONGEST_INPUT) return 0;

	const std::string_view input(reinterpret_cast<const char*>(data), size);
	const Seen seen = run(subject, input, Piecing::WHOLE, whole, false);
	if (seen == run(subject, input, Piecing::PLANNED, pieced, false) && whole == pieced) return 0;

	std::fprintf(stderr, "whole:\n");
	run(subject, input, Piecing::WHOLE, whole, true);
	std::fprintf(stderr, "in pieces:\n");
	run(subject, input, Piecing::PLANNED, pieced, true);
	broken("whole and in pieces give the same");
}


} // namespace WS::Fuzz
