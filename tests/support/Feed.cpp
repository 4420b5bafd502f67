//
// Feed.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include <boost/test/unit_test.hpp>
#include <ostream>


namespace WS::Test {


namespace {


constexpr std::size_t ALL_PAIRS = 40;
constexpr std::size_t ALL_CUTS = 512;
constexpr std::size_t NEAR_THE_ENDS = 20;
constexpr std::size_t BETWEEN = 16;


using Pieces = std::vector<std::size_t>;
	/// The sizes of pieces; what they leave is the last one.


Bytes drain(Driver& driver)
{
	Bytes result;
	while (driver.bufferedAmount() > 0)
	{
		result += driver.output().substr(0, 1);
		driver.consume(1);
	}
	if (!driver.output().empty()) BOOST_ERROR("output without an amount");
	return result;
}


Seen give(const MakePeer& make, const Bytes& input, const Pieces& pieces, bool byteByByte = false)
{
	const auto peer = make();
	Seen seen;
	std::size_t position = 0;
	const auto receive = [&](std::string_view piece) {
		peer->receive(piece);
		seen.output += byteByByte ? drain(peer->driver()) : peer->output();
	};
	for (std::size_t size: pieces)
	{
		receive(input.view().substr(position, size));
		position += size;
	}
	receive(input.view().substr(position));
	seen.events = peer->events();
	seen.state = peer->state();
	seen.finished = peer->driver().finished();
	return seen;
}


} // namespace


std::ostream& operator << (std::ostream& stream, const Seen& seen)
{
	return stream << seen.state << (seen.finished ? ", finished, " : ", ") << seen.events
				  << ", output " << seen.output;
}


Seen feed(const MakePeer& make, const Bytes& input)
{
	const Seen whole = give(make, input, {});
	const Pieces bytes(input.size(), 1);
	BOOST_TEST(give(make, input, bytes) == whole);
	BOOST_TEST(give(make, input, {}, true) == whole);
	BOOST_TEST(give(make, input, bytes, true) == whole);

	const auto cuts = cutsOf(input.size());
	for (std::size_t cut: cuts)
	{
		const Seen seen = give(make, input, {cut});
		if (seen != whole) BOOST_ERROR("cut at " << cut << ": " << seen << ", whole: " << whole);
		if (input.size() > ALL_PAIRS) continue;
		for (std::size_t second = cut + 1; second < input.size(); ++second)
		{
			const Seen three = give(make, input, {cut, second - cut});
			if (three != whole) BOOST_ERROR("cut at " << cut << " and " << second << ": " << three << ", whole: " << whole);
		}
	}
	return whole;
}


std::vector<std::size_t> cutsOf(std::size_t size)
{
	std::vector<std::size_t> result;
	const std::size_t step = size <= ALL_CUTS ? 1 : (size - 2 * NEAR_THE_ENDS) / BETWEEN;
	for (std::size_t cut = 1; cut < size;)
	{
		result.push_back(cut);
		cut += cut < NEAR_THE_ENDS || cut + NEAR_THE_ENDS >= size ? 1 : std::min(step, size - NEAR_THE_ENDS - cut);
	}
	return result;
}


} // namespace WS::Test
