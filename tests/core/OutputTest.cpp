//
// OutputTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Output.h"
#include "support/Bytes.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


void write(Output& output, std::string_view bytes)
{
	output.append(bytes.size()).append(bytes);
}


std::vector<std::size_t> sizes(const Output& output)
{
	std::array<std::string_view, 16> pieces;
	const std::size_t count = output.pieces(pieces);
	std::vector<std::size_t> result;
	for (std::size_t i = 0; i < count; ++i) result.push_back(pieces[i].size());
	return result;
}


const std::string LARGE(Output::PIECE, 'x');


} // namespace


BOOST_AUTO_TEST_SUITE(OutputTest)


BOOST_AUTO_TEST_CASE(beginsEmpty)
{
	Output output(nullptr);
	BOOST_TEST(output.size() == 0u);
	BOOST_TEST(output.front().empty());
	BOOST_TEST(sizes(output).empty());
}


BOOST_AUTO_TEST_CASE(gathersSmallWritesInOnePiece)
{
	Output output(nullptr);
	write(output, "Hello");
	write(output, ", ");
	output.append({}, std::string("world"));

	BOOST_TEST(output.front() == "Hello, world");
	BOOST_TEST(sizes(output) == std::vector<std::size_t>{12}, boost::test_tools::per_element());
	BOOST_TEST(output.size() == 12u);
}


BOOST_AUTO_TEST_CASE(leavesALargePieceUncopied)
{
	Output output(nullptr);
	std::string large = LARGE;
	const char* const bytes = large.data();
	write(output, "header");
	output.append({}, std::move(large));
	write(output, "next");

	BOOST_TEST(sizes(output) == (std::vector<std::size_t>{6, LARGE.size(), 4}), boost::test_tools::per_element());
	output.consume(6);
	BOOST_CHECK(output.front().data() == bytes);
}


BOOST_AUTO_TEST_CASE(copiesAPieceThatIsNotLarge)
{
	Output output(nullptr);
	write(output, "a");
	output.append({}, std::string(Output::PIECE - 2, 'x'));
	BOOST_TEST(sizes(output).size() == 1u);
}


BOOST_AUTO_TEST_CASE(beginsANewPieceBeforeOneGrowsTooLarge)
{
	Output output(nullptr);
	write(output, std::string(Output::PIECE - 10, 'a'));
	write(output, std::string(10, 'b'));
	write(output, "c");
	BOOST_TEST(sizes(output) == (std::vector<std::size_t>{Output::PIECE, 1}), boost::test_tools::per_element());
}


BOOST_AUTO_TEST_CASE(consumesPartOfAPiece)
{
	Output output(nullptr);
	write(output, "Hello");
	output.consume(2);
	BOOST_TEST(output.front() == "llo");
	BOOST_TEST(output.size() == 3u);
	write(output, "!");
	BOOST_TEST(output.front() == "llo!");
}


BOOST_AUTO_TEST_CASE(consumesAcrossPieces)
{
	Output output(nullptr);
	write(output, "head");
	output.append({}, std::string(LARGE));
	write(output, "tail");

	output.consume(4 + LARGE.size() + 1);

	BOOST_TEST(output.front() == "ail");
	BOOST_TEST(output.size() == 3u);
	output.consume(3);
	BOOST_TEST(output.size() == 0u);
	BOOST_TEST(sizes(output).empty());
}


BOOST_AUTO_TEST_CASE(consumesByteByByte)
{
	Output output(nullptr);
	write(output, "ab");
	output.append({}, std::string(LARGE));
	write(output, "cd");
	std::string written;
	while (output.size() > 0)
	{
		written += output.front().front();
		output.consume(1);
	}
	BOOST_TEST((written == "ab" + LARGE + "cd"));
}


BOOST_AUTO_TEST_CASE(consumingNothingIsAllowed)
{
	Output output(nullptr);
	output.consume(0);
	write(output, "a");
	output.consume(0);
	BOOST_TEST(output.front() == "a");
}


BOOST_AUTO_TEST_CASE(consumingMoreThanWaitsThrowsAndChangesNothing)
{
	Output output(nullptr);
	write(output, "Hello");
	output.consume(1);
	BOOST_CHECK_THROW(output.consume(5), Poco::InvalidArgumentException);
	BOOST_TEST(output.front() == "ello");
}


BOOST_AUTO_TEST_CASE(fillsNoMorePiecesThanThereIsRoomFor)
{
	Output output(nullptr);
	write(output, "a");
	output.append({}, std::string(LARGE));
	write(output, "b");
	std::array<std::string_view, 2> two;
	BOOST_TEST(output.pieces(two) == 2u);
	BOOST_TEST(two[1].size() == LARGE.size());
	BOOST_TEST(output.pieces(std::span<std::string_view>()) == 0u);
}


BOOST_AUTO_TEST_CASE(clearForgetsEverything)
{
	Output output(nullptr);
	write(output, "a");
	output.append({}, std::string(LARGE));
	output.consume(1);
	output.clear();
	BOOST_TEST(output.size() == 0u);
	write(output, "b");
	BOOST_TEST(output.front() == "b");
}


BOOST_AUTO_TEST_CASE(emptyOutputGivesItsBufferBackToThePool)
{
	BufferPool pool;
	Output output(&pool);
	write(output, std::string(1000, 'x'));
	BOOST_TEST(pool.size() == 0u);
	output.consume(1000);
	BOOST_TEST(pool.size() == 1u);
	write(output, std::string(1000, 'y'));
	BOOST_TEST(pool.size() == 0u);
}


BOOST_AUTO_TEST_CASE(headOfALargePieceTakesNoBufferOfThePool)
{
	BufferPool pool;
	pool.give(std::string(1000, 'x'));
	Output output(&pool);
	output.append("head", std::string(LARGE));
	BOOST_TEST(pool.size() == 1u);
	BOOST_TEST(sizes(output) == std::vector<std::size_t>({4, Output::PIECE}));
}


BOOST_AUTO_TEST_CASE(destroyedOutputGivesItsBufferBackToThePool)
{
	BufferPool pool;
	{
		Output output(&pool);
		write(output, std::string(1000, 'x'));
	}
	BOOST_TEST(pool.size() == 1u);
}


BOOST_AUTO_TEST_SUITE_END()
