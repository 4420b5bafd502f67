//
// DeflateOptionsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/DeflateOptions.h"
#include "WS/PerMessageDeflate.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>


using namespace WS;


namespace {


std::string refusal(const std::function<void()>& call)
{
	try
	{
		call();
		return "accepted";
	}
	catch (const Poco::InvalidArgumentException& exception)
	{
		return exception.message();
	}
}


std::string parsing(std::string_view text)
{
	return refusal([&] { DeflateOptions::parse(text); });
}


template <class Value>
std::string with(Value DeflateOptions::*member, Value value)
{
	DeflateOptions options;
	options.*member = value;
	return refusal([&] { PerMessageDeflate extension(options); });
}


} // namespace


BOOST_AUTO_TEST_SUITE(DeflateOptionsTest)


BOOST_AUTO_TEST_CASE(defaultsAreBalanced)
{
	BOOST_TEST((DeflateOptions() == DeflateOptions::balanced()));
	BOOST_TEST((DeflateOptions::parse("") == DeflateOptions::balanced()));
}


BOOST_AUTO_TEST_CASE(parseReadsEveryKey)
{
	DeflateOptions options;
	options.noContextTakeover = true;
	options.requestNoContextTakeover = true;
	options.maxWindowBits = 10;
	options.requestMaxWindowBits = 11;
	options.windowBits = 9;
	options.level = -1;
	options.memLevel = 3;
	options.strategy = DeflateStrategy::RLE;
	options.threshold = 64;
	const auto parsed = DeflateOptions::parse(
		"noContextTakeover,requestNoContextTakeover=true,maxWindowBits=10,requestMaxWindowBits=11,windowBits=9,level=-1,memLevel=3,"
		"strategy=rle,threshold=64");
	BOOST_TEST((parsed == options));
}


BOOST_AUTO_TEST_CASE(parseReadsEveryStrategy)
{
	const std::string_view names[] = {"default", "filtered", "huffman", "rle", "fixed"};
	for (int i = 0; i < 5; ++i)
	{
		const auto options = DeflateOptions::parse(std::string("strategy=").append(names[i]));
		BOOST_TEST(static_cast<int>(options.strategy) == i);
	}
}


BOOST_AUTO_TEST_CASE(parseChangesThePreset)
{
	auto options = DeflateOptions::shared();
	options.level = 6;
	options.requestNoContextTakeover = false;
	BOOST_TEST((DeflateOptions::parse("preset=shared,level=6,requestNoContextTakeover=false") == options));
	BOOST_TEST((DeflateOptions::parse("preset=smallest") == DeflateOptions::smallest()));
	BOOST_TEST((DeflateOptions::parse("preset=balanced") == DeflateOptions::balanced()));
}


BOOST_AUTO_TEST_CASE(parseNamesWhatIsWrong)
{
	BOOST_TEST(parsing("levle=6") == "unknown option: levle");
	BOOST_TEST(parsing("level=6,") == "an option is missing behind the last comma");
	BOOST_TEST(parsing(",level=6") == "unknown option: ");
	BOOST_TEST(parsing("level") == "level=: must be a number");
	BOOST_TEST(parsing("level=6x") == "level=6x: must be a number");
	BOOST_TEST(parsing("level=99999999999") == "level=99999999999: must be a number");
	BOOST_TEST(parsing("level= 6") == "level= 6: must be a number");
	BOOST_TEST(parsing("threshold=-1") == "threshold=-1: must be a number");
	BOOST_TEST(parsing("noContextTakeover=1") == "noContextTakeover=1: must be true or false");
	BOOST_TEST(parsing("noContextTakeover=") == "noContextTakeover=: must be true or false");
	BOOST_TEST(parsing("strategy=best") == "strategy=best: must be default, filtered, huffman, rle or fixed");
	BOOST_TEST(parsing("preset=fast") == "preset=fast: must be balanced, shared or smallest");
	BOOST_TEST(parsing("level=6,preset=shared") == "preset must be the first option");
	BOOST_TEST(parsing("level=10") == "level=10: must be -1 to 9");
}


BOOST_AUTO_TEST_CASE(constructionNamesWhatIsOutOfRange)
{
	BOOST_TEST(with(&DeflateOptions::maxWindowBits, std::optional(7)) == "maxWindowBits=7: must be 8 to 15");
	BOOST_TEST(with(&DeflateOptions::maxWindowBits, std::optional(16)) == "maxWindowBits=16: must be 8 to 15");
	BOOST_TEST(with(&DeflateOptions::requestMaxWindowBits, std::optional(7)) == "requestMaxWindowBits=7: must be 8 to 15");
	BOOST_TEST(with(&DeflateOptions::requestMaxWindowBits, std::optional(16)) == "requestMaxWindowBits=16: must be 8 to 15");
	BOOST_TEST(with(&DeflateOptions::windowBits, 7) == "windowBits=7: must be 8 to 15");
	BOOST_TEST(with(&DeflateOptions::windowBits, 16) == "windowBits=16: must be 8 to 15");
	BOOST_TEST(with(&DeflateOptions::level, -2) == "level=-2: must be -1 to 9");
	BOOST_TEST(with(&DeflateOptions::level, 10) == "level=10: must be -1 to 9");
	BOOST_TEST(with(&DeflateOptions::memLevel, 0) == "memLevel=0: must be 1 to 9");
	BOOST_TEST(with(&DeflateOptions::memLevel, 10) == "memLevel=10: must be 1 to 9");
	BOOST_TEST(with(&DeflateOptions::strategy, DeflateStrategy(5)) == "strategy=5: must be 0 to 4");
}


BOOST_AUTO_TEST_SUITE_END()
