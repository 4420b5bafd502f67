//
// DriverPropertyTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Peer.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


class Dice
	/// The same numbers on every machine.
{
public:
	explicit Dice(std::uint32_t seed): _state(seed * 2654435761u + 1) {}

	std::size_t below(std::size_t bound)
	{
		_state ^= _state << 13;
		_state ^= _state >> 17;
		_state ^= _state << 5;
		return _state % bound;
	}

	bool oneIn(std::size_t chances)
	{
		return below(chances) == 0;
	}

private:
	std::uint32_t _state;
};


Bytes payload(Dice& dice)
{
	static const std::size_t SIZES[] = {0, 1, 5, 124, 125, 126, 127, 300};
	return repeated(dice.oneIn(4) ? "\xe2\x82\xac" : "a", SIZES[dice.below(std::size(SIZES))] / 3 + 1);
}


Bytes conversation(const Peer& peer, Dice& dice)
	/// Mostly valid frames, now and then with a byte changed, lost or doubled.
{
	static const int OPCODES[] = {TEXT, BINARY, CONTINUATION, PING, PONG, CLOSE, 3};
	Bytes bytes;
	for (std::size_t i = dice.below(8); i > 0; --i)
	{
		TestFrame frame(OPCODES[dice.below(dice.oneIn(10) ? std::size(OPCODES) : 5)], payload(dice));
		if (dice.oneIn(3)) frame.unfinished();
		bytes += peer.incoming(frame).bytes();
	}
	std::string result = bytes.string();
	while (!result.empty() && dice.oneIn(2))
	{
		const std::size_t position = dice.below(std::min<std::size_t>(result.size(), 64));
		if (dice.oneIn(3)) result.erase(position, 1);
		else if (dice.oneIn(2)) result.insert(position, 1, result[position]);
		else result[position] = static_cast<char>(dice.below(256));
	}
	return result;
}


Bytes head(Head head, Dice& dice)
{
	std::string result = head.bytes().string();
	for (std::size_t i = dice.below(3); i > 0; --i)
	{
		static const std::string_view BYTES[] = {"\r", "\n", "\r\n", ":", " ", "\t", ",", std::string_view("\0", 1), "\x80", "A", "1", "\r\n\r\n"};
		const std::size_t position = dice.below(result.size());
		if (dice.oneIn(2)) result.erase(position, 1 + dice.below(3));
		else result.insert(position, BYTES[dice.below(std::size(BYTES))]);
	}
	return result;
}


struct Outcome
{
	Events events;
	Bytes output;
	State state;

	bool operator == (const Outcome& other) const = default;
};


Outcome give(Peer& peer, const Bytes& input, Dice* dice)
	/// Whole, or in pieces as the dice fall.
{
	Outcome outcome;
	for (std::size_t position = 0; position < input.size();)
	{
		const std::size_t size = dice ? 1 + dice->below(40) : input.size();
		peer.receive(input.from(position).first(size));
		outcome.output += peer.output();
		position += size;
	}
	outcome.events = peer.events();
	outcome.state = peer.state();
	return outcome;
}


void check(Outcome outcome, Peer& peer, const Bytes& input)
	/// At most one error, followed by one close; one close in the end, and nothing behind it.
{
	BOOST_TEST_INFO_SCOPE(input);
	peer->receiveEnd();
	outcome.events += peer.events();
	const std::size_t errors = outcome.events.count(Event::FAILED);
	if (errors > 1) BOOST_ERROR(outcome.events);
	if (outcome.events.count(Event::CLOSED) != 1 || outcome.events.last().kind != Event::CLOSED) BOOST_ERROR(outcome.events);
	if (errors == 1 && outcome.events.last().payload != WHY) BOOST_ERROR(outcome.events);
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverPropertyTest)


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput46AnyFramesInAnyPiecesGiveTheSame, P, Roles)
{
	for (std::uint32_t seed = 0; seed < 3000; ++seed)
	{
		Dice dice(seed);
		P whole, pieces;
		const Bytes input = conversation(whole, dice);
		const Outcome outcome = give(whole, input, nullptr);
		if (outcome != give(pieces, input, &dice)) BOOST_ERROR("seed " << seed << ": " << input);
		check(outcome, whole, input);
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(badInput46AnyHeadInAnyPiecesGivesTheSame, P, Roles)
{
	for (std::uint32_t seed = 0; seed < 3000; ++seed)
	{
		Dice dice(seed);
		P whole(UNOPENED), pieces(UNOPENED);
		whole->start();
		pieces->start();
		const Bytes input = head(std::is_same_v<P, Client> ? Head::response() : Head::request(), dice)
			+ whole.incoming(TestFrame(TEXT, "Hello")).bytes();
		const Outcome outcome = give(whole, input, nullptr);
		if (outcome != give(pieces, input, &dice)) BOOST_ERROR("seed " << seed << ": " << input);
		check(outcome, whole, input);
	}
}


BOOST_AUTO_TEST_CASE_TEMPLATE(whatIsSentIsAlwaysValid, P, Roles)
{
	for (std::uint32_t seed = 0; seed < 1000; ++seed)
	{
		Dice dice(seed);
		P peer;
		const Bytes input = conversation(peer, dice);
		for (const TestFrame& frame: TestFrame::read(give(peer, input, &dice).output))
		{
			const bool legal = frame.fin && frame.rsv == 0 && frame.key.has_value() == std::is_same_v<P, Client> && frame.payload.size() <= 125
				&& (frame.opcode == PONG || frame.opcode == CLOSE);
			if (!legal) BOOST_ERROR("seed " << seed << ": " << frame);
		}
	}
}


BOOST_AUTO_TEST_SUITE_END()
