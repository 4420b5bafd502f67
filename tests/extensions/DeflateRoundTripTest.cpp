//
// DeflateRoundTripTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "extensions/Ends.h"
#include "extensions/Reference.h"
#include <boost/test/unit_test.hpp>
#include <cmath>


using namespace WS;
using namespace WS::Test;


namespace {


constexpr std::size_t KINDS = 16;                // eight windows, with and without context takeover
constexpr std::size_t LARGEST = 70000;
constexpr std::size_t MEBIBYTE = 1024 * 1024;


class Conversation
	/// Both ends of a connection, and zlib alone at either place.
{
public:
	explicit Conversation(std::size_t kind):
		_bits(8 + static_cast<int>(kind % 8)),
		_takeover(kind < 8),
		_ends(options(), options())
	{
		BOOST_REQUIRE(_ends.agreed);
	}

	bool sends(std::string_view message)
		/// What an end sends is what zlib reads.
	{
		if (!_takeover) _inflater.reset();
		_compressed = _ends.client().encode(message);
		return _inflater.inflate(_compressed) == message;
	}

	bool exchanges(std::string_view message)
		/// And what the other end reads. Not after sends().
	{
		return sends(message) && _ends.server().decode(_compressed) == message;
	}

	bool receives(std::string_view message)
		/// What zlib sends is what an end reads.
	{
		if (!_takeover) _deflater.reset();
		return _ends.client().decode(_deflater.deflate(message)) == message;
	}

	void release()
	{
		_ends.client().release();
		_ends.server().release();
	}

private:
	DeflateOptions options() const
	{
		DeflateOptions options;
		options.maxWindowBits = options.requestMaxWindowBits = _bits;
		options.memLevel = std::max(1, _bits - 7);
		options.noContextTakeover = options.requestNoContextTakeover = !_takeover;
		return options;
	}

	const int _bits;
	const bool _takeover;
	const Ends _ends;
	Bytes _compressed;
	ReferenceInflater _inflater{_bits};
	ReferenceDeflater _deflater{_bits, 1};
};


std::vector<std::unique_ptr<Conversation>> allKinds()
{
	std::vector<std::unique_ptr<Conversation>> conversations;
	for (std::size_t kind = 0; kind < KINDS; ++kind) conversations.push_back(std::make_unique<Conversation>(kind));
	return conversations;
}


std::string mixture(std::size_t size, std::mt19937& random)
	/// Runs and repetitions, which are fast, with text and noise between them.
{
	std::string bytes;
	while (bytes.size() < size)
	{
		bytes.append(1000 + random() % 4000, static_cast<char>('a' + random() % 26));
		bytes.append(textOf(random() % 200, random));
		bytes.append(bytesOf(random() % 20, random));
		bytes.append(bytes.substr(random() % bytes.size(), 1000));
	}
	bytes.resize(size);
	return bytes;
}


std::size_t anySize(std::mt19937& random)
	/// Up to 10 MiB; of each order of magnitude as many.
{
	const double share = static_cast<double>(random()) / static_cast<double>(std::mt19937::max());
	return static_cast<std::size_t>(std::pow(10.0 * MEBIBYTE, share));
}


} // namespace


BOOST_AUTO_TEST_SUITE(DeflateRoundTripTest)


BOOST_AUTO_TEST_CASE(badInput52EverySizeIsTheSameAfterTheRoundTrip)
{
	std::mt19937 random(52);
	auto conversations = allKinds();
	const std::string source = mixture(2 * LARGEST, random);
	for (std::size_t size = 0; size <= LARGEST; ++size)
	{
		auto& conversation = *conversations[(size + size / KINDS) % KINDS];        // each kind has all remainders
		const auto message = std::string_view(source).substr(random() % LARGEST, size);
		const bool good = size % 2 == 0 ? conversation.sends(message) : conversation.receives(message);
		BOOST_REQUIRE_MESSAGE(good, size << " bytes");
		if (random() % 20 == 0) conversation.release();
	}
}


BOOST_AUTO_TEST_CASE(badInput52SmallSizesAreTheSameInEveryWindowAndBothWays)
{
	std::mt19937 random(520);
	auto conversations = allKinds();
	for (std::size_t size = 0; size <= 600; ++size)
	{
		const auto message = size % 3 == 0 ? bytesOf(size, random) : textOf(size, random);
		for (std::size_t kind = 0; kind < KINDS; ++kind)
		{
			const bool good = conversations[kind]->exchanges(message) && conversations[kind]->receives(message);
			BOOST_REQUIRE_MESSAGE(good, size << " bytes, kind " << kind);
			if (random() % 20 == 0) conversations[kind]->release();
		}
	}
}


BOOST_AUTO_TEST_CASE(badInput52RandomSizesUpTo10MiBAreTheSame)
{
	const unsigned seed = std::random_device()();
	BOOST_TEST_INFO_SCOPE("seed " << seed);
	std::mt19937 random(seed);
	auto conversations = allKinds();
	const std::string source = mixture(10 * MEBIBYTE, random) + textOf(MEBIBYTE, random);
	for (std::size_t i = 0; i < 3 * KINDS; ++i)
	{
		auto& conversation = *conversations[i % KINDS];
		const std::size_t size = i < KINDS / 4 ? 10 * MEBIBYTE - i : anySize(random);
		const auto message = std::string_view(source).substr(random() % (source.size() - size), size);
		BOOST_REQUIRE_MESSAGE(conversation.exchanges(message) && conversation.receives(message), size << " bytes, kind " << i % KINDS);
		if (random() % 3 == 0) conversation.release();
	}
}


BOOST_AUTO_TEST_SUITE_END()
