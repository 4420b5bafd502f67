//
// SampleTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Deflater.h"
#include "conformance/suite/Sample.h"
#include <boost/test/unit_test.hpp>
#include <algorithm>


using namespace Conformance;


namespace {


double ratioOf(Sample sample)
	/// What zlib leaves of it.
{
	const auto& content = contentOf(sample);
	return static_cast<double>(Deflater({}).deflate(content).size()) / static_cast<double>(content.size());
}


auto countOf(std::string_view text, bool (*predicate)(unsigned char))
{
	return std::count_if(text.begin(), text.end(), predicate);
}


bool isASCII(unsigned char c)
{
	return c < 0x80;
}


bool begins(unsigned char c)
	/// A code point.
{
	return (c & 0xc0) != 0x80;
}


} // namespace


BOOST_AUTO_TEST_SUITE(SampleTest)


BOOST_AUTO_TEST_CASE(samplesAreAsLongAsThePublicSuitesFiles)
{
	BOOST_TEST(contentOf(Sample::JSON).size() == 194056);
	BOOST_TEST(contentOf(Sample::BITMAP).size() == 263222);
	BOOST_TEST(contentOf(Sample::GERMAN).size() == 222218);
	BOOST_TEST(contentOf(Sample::HTML).size() == 263647);
	BOOST_TEST(contentOf(Sample::PDF).size() == 1042328);
}


BOOST_AUTO_TEST_CASE(samplesCompressAsThePublicSuitesFiles)
{
	const std::vector<std::pair<Sample, double>> ratios = {
		{Sample::JSON, 0.043},
		{Sample::BITMAP, 0.851},
		{Sample::GERMAN, 0.389},
		{Sample::HTML, 0.055},
		{Sample::PDF, 0.758},
	};
	for (const auto& [sample, ratio]: ratios)
	{
		BOOST_TEST(ratioOf(sample) > 0.8 * ratio);
		BOOST_TEST(ratioOf(sample) < 1.2 * ratio);
	}
}


BOOST_AUTO_TEST_CASE(textsHaveTheCharactersThatTheyShould)
{
	const auto& json = contentOf(Sample::JSON);
	const auto& html = contentOf(Sample::HTML);
	BOOST_TEST(countOf(json, isASCII) == json.size());
	BOOST_TEST(countOf(html, begins) == 263620);
	BOOST_TEST(countOf(html, begins) - countOf(html, isASCII) == 26);
}


BOOST_AUTO_TEST_CASE(messagesFollowEachOtherAndWrapAround)
{
	SampleReader reader(Sample::BITMAP, false);
	const auto& content = contentOf(Sample::BITMAP);
	std::string message;
	for (const std::size_t size: {content.size() - 1, std::size_t(2), std::size_t(0), content.size()}) message += reader.next(size);

	BOOST_TEST((message == content + content + content.substr(0, 1)));
}


BOOST_AUTO_TEST_CASE(textIsCutBetweenCodePoints)
{
	SampleReader reader(Sample::HTML, true);
	std::string text;
	while (text.size() < contentOf(Sample::HTML).size())
	{
		const auto message = reader.next(100);
		BOOST_TEST(begins(static_cast<unsigned char>(message.front())));
		BOOST_TEST(countOf(message, begins) == 100);
		text += message;
	}
	BOOST_TEST(text.starts_with(contentOf(Sample::HTML)));
}


BOOST_AUTO_TEST_SUITE_END()
