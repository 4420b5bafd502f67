//
// ExtensionNegotiationTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ExtensionNegotiation.h"
#include "support/Tagging.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


using List = std::vector<ExtensionRegistry::Pointer>;


std::string activeIn(const ExtensionPipeline& pipeline)
{
	std::string names;
	for (const auto& active: pipeline.negotiated()) names.append(active.name);
	return names;
}


std::string answer(const List& known, std::string_view offered)
	/// A server's header, and what is active then.
{
	ExtensionPipeline pipeline(nullptr);
	std::string header;
	const std::string wrong = answerExtensions(known, *parseExtensions(offered), pipeline, header);
	return wrong.empty() ? header + " -> " + activeIn(pipeline) : wrong;
}


std::string offered(const List& known)
	/// A client's header, or what is wrong.
{
	std::string header;
	const std::string wrong = ExtensionOffers().make(known, header);
	return wrong.empty() ? header : wrong;
}


std::string activated(const List& known, std::string_view answered)
	/// What is active in a client, or what is wrong.
{
	ExtensionPipeline pipeline(nullptr);
	ExtensionOffers offers;
	std::string header;
	BOOST_TEST(offers.make(known, header).empty());
	const std::string error = offers.activate(*parseExtensions(answered), pipeline);
	return error.empty() ? activeIn(pipeline) : error;
}


} // namespace


BOOST_AUTO_TEST_SUITE(ExtensionNegotiationTest)


BOOST_AUTO_TEST_CASE(serverAnswersInItsOwnOrder)
{
	const List known = {tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV2), tagging("c")};
	BOOST_TEST(answer(known, "c, b, a") == "a, b, c -> abc");
	BOOST_TEST(answer(known, "x, b") == "b -> b");
	BOOST_TEST(answer(known, "") == " -> ");
}


BOOST_AUTO_TEST_CASE(badInput53ServerSkipsWhatClaimsATakenBit)
{
	const List known = {tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV1 | Rsv::RSV2), tagging("c", Rsv::RSV2)};
	BOOST_TEST(answer(known, "a, b, c") == "a, c -> ac");
	BOOST_TEST(answer(known, "b, c") == "b -> b");
}


BOOST_AUTO_TEST_CASE(serverHandsAllOffersOfAnExtensionToIt)
{
	const auto extension = tagging("a", Rsv::RSV1);
	std::string seen;
	extension->accepts = [&](const ExtensionParams& offer) { return seen += offer.begin()->name, offer.find("z") != nullptr; };
	extension->response.add("z", "1");
	BOOST_TEST(answer({extension}, "a; x, b, a; y, a; z") == "a; z=1 -> a");
	BOOST_TEST(seen == "xyz");
}


BOOST_AUTO_TEST_CASE(badInput18ServerDeclinesWhatIsNotAcceptable)
{
	const auto refusing = tagging("a", Rsv::RSV1);
	refusing->accepts = [](const ExtensionParams&) { return false; };
	BOOST_TEST(answer({refusing, tagging("b", Rsv::RSV1)}, "a; x, b") == "b -> b");
}


BOOST_AUTO_TEST_CASE(clientOffersInOrderAlsoWhatConflicts)
{
	const auto twice = tagging("b", Rsv::RSV1);
	twice->offers = {{{"x"}}, {{"y", "1"}}};
	const auto none = tagging("c");
	none->offers = {};
	const List known = {tagging("a", Rsv::RSV1), twice, none};
	BOOST_TEST(offered(known) == "a, b; x, b; y=1");
	BOOST_TEST(offered({}) == "");
}


BOOST_AUTO_TEST_CASE(clientActivatesInTheOrderOfTheAnswer)
{
	const List known = {tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV2)};
	BOOST_TEST(activated(known, "b, a") == "ba");
	BOOST_TEST(activated(known, "") == "");
}


BOOST_AUTO_TEST_CASE(badInput26ClientRefusesWhatItHasNotOffered)
{
	const List known = {tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV1)};
	BOOST_TEST(activated(known, "x") == "'x' was not offered");
	BOOST_TEST(activated(known, "a, a") == "'a' is there twice");
	BOOST_TEST(activated(known, "a, b") == "'b' uses a reserved bit that another one has");
}


BOOST_AUTO_TEST_CASE(badInput26ClientRefusesParametersThatTheExtensionRefuses)
{
	const auto refusing = tagging("a", Rsv::RSV1);
	refusing->accepts = [](const ExtensionParams& params) { return params.empty(); };
	BOOST_TEST(activated({refusing}, "a; x=1") == "unacceptable parameters: a; x=1");
	BOOST_TEST(activated({refusing}, "a") == "a");
}


BOOST_AUTO_TEST_CASE(badInput53ClientOffersNoMoreThanItWouldItselfAccept)
{
	List known;
	for (char name = 'a'; name < 'a' + 16; ++name) known.push_back(tagging(std::string(1, name)));
	BOOST_TEST(offered(known) == "a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p");
	known.push_back(tagging("q"));
	BOOST_TEST(offered(known) == "over 16 elements, 16 parameters of one, or 4096 bytes");
	BOOST_TEST(offered({tagging(std::string(4096, 'x'))}).size() == 4096u);
	BOOST_TEST(offered({tagging(std::string(4097, 'x'))}) == "over 16 elements, 16 parameters of one, or 4096 bytes");
}


BOOST_AUTO_TEST_SUITE_END()
