//
// AgreementTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/Agreement.h"
#include <boost/test/unit_test.hpp>


using namespace Conformance;


namespace {


const std::string NAME = "permessage-deflate";


std::string judged(const std::string& offer, const std::string& answer, bool comparing = true)
	/// What is wrong with the answer; both without the name.
{
	return violation(NAME + answer, {.kind = Negotiation::DEFLATE, .offer = NAME + offer, .comparing = comparing});
}


std::string answered(const std::string& offer, const std::vector<Wish>& wishes)
{
	return answerTo(offer, {.kind = Negotiation::DEFLATE, .wishes = wishes});
}


} // namespace


BOOST_AUTO_TEST_SUITE(AgreementTest)


BOOST_AUTO_TEST_CASE(answersThatKeepToTheOfferAreRight)
{
	BOOST_TEST(judged("", "") == "");
	BOOST_TEST(judged("", "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9") == "");
	BOOST_TEST(judged("; server_max_window_bits=10", "; server_max_window_bits=8") == "");
	BOOST_TEST(judged("; client_max_window_bits", "; client_max_window_bits=15") == "");
	BOOST_TEST(judged("; client_max_window_bits=12", "; client_max_window_bits=\"12\"") == "");
	BOOST_TEST(judged("; client_max_window_bits=12", "") == "");
	BOOST_TEST(judged("; server_no_context_takeover, permessage-deflate", "") == "");
	BOOST_TEST(violation("", {.kind = Negotiation::DEFLATE, .offer = NAME}) == "");
}


BOOST_AUTO_TEST_CASE(answersThatDoNotKeepToTheOfferAreWrong)
{
	BOOST_TEST(judged("; server_no_context_takeover", "").ends_with(" without server_no_context_takeover"));
	BOOST_TEST(judged("; server_max_window_bits=10", "").ends_with(" with a larger server_max_window_bits than offered"));
	BOOST_TEST(judged("; server_max_window_bits=10", "; server_max_window_bits=11").ends_with(" with a larger server_max_window_bits than offered"));
	BOOST_TEST(judged("; client_max_window_bits=10", "; client_max_window_bits=11").ends_with(" with a larger client_max_window_bits than offered"));
	BOOST_TEST(judged("", "; client_max_window_bits=9").ends_with(" with client_max_window_bits, which was not offered"));
}


BOOST_AUTO_TEST_CASE(thePublicSuiteComparesNothing)
{
	BOOST_TEST(judged("; server_no_context_takeover", "", false) == "");
	BOOST_TEST(judged("; server_max_window_bits=10", "", false) == "");
}


BOOST_AUTO_TEST_CASE(answersMustBeWellFormed)
{
	for (const auto parameter: {"unknown", "server_max_window_bits", "client_max_window_bits", "server_max_window_bits=7", "server_max_window_bits=16",
			 "server_max_window_bits=09", "client_max_window_bits=x", "server_no_context_takeover=1"})
	{
		BOOST_TEST(judged("; client_max_window_bits", std::string("; ") + parameter) == std::string("accepted with the parameter \"") + parameter + "\", which there is not");
	}
	BOOST_TEST(judged("", "; server_no_context_takeover; server_no_context_takeover") == "accepted with the parameter \"server_no_context_takeover\" a second time");
	BOOST_TEST(judged("", ", permessage-deflate") == "accepted \"permessage-deflate, permessage-deflate\" to the offer \"permessage-deflate\"");
}


BOOST_AUTO_TEST_CASE(nothingIsAcceptedThatWasNotOfferedOrIsWrong)
{
	BOOST_TEST(violation(NAME, {}) == "accepted \"permessage-deflate\" where nothing was offered");
	BOOST_TEST(violation(NAME, {.kind = Negotiation::WRONG, .offer = "x"}) == "accepted \"permessage-deflate\" to the wrong offer \"x\"");
	BOOST_TEST(violation("x", {.kind = Negotiation::DEFLATE, .offer = NAME}) == "accepted \"x\" to the offer \"permessage-deflate\"");
	BOOST_TEST(violation("", {.kind = Negotiation::WRONG, .offer = "x"}) == "");
}


BOOST_AUTO_TEST_CASE(clientMustOfferWhatThereIs)
{
	BOOST_TEST(offerViolation("x; y=1, permessage-deflate; client_max_window_bits") == "");
	BOOST_TEST(offerViolation("permessage-deflate; server_max_window_bits") == "offered the parameter \"server_max_window_bits\", which there is not");
}


BOOST_AUTO_TEST_CASE(firstWishThatTheOfferAllowsIsAnswered)
{
	const std::vector<Wish> wishes = {{true, 9}, {true, 0}};
	BOOST_TEST(answered("permessage-deflate; client_max_window_bits", wishes) == "permessage-deflate; client_no_context_takeover; client_max_window_bits=9");
	BOOST_TEST(answered("permessage-deflate", wishes) == "permessage-deflate; client_no_context_takeover");
	BOOST_TEST(answered("permessage-deflate", {{false, 9}}) == "");
	BOOST_TEST(answered("x, permessage-deflate; bad, permessage-deflate", wishes) == "permessage-deflate; client_no_context_takeover");
	BOOST_TEST(answered("permessage-deflate; client_max_window_bits=8", {{false, 15}}) == "permessage-deflate; client_max_window_bits=8");
	BOOST_TEST(answered("", wishes) == "");
}


BOOST_AUTO_TEST_CASE(wishesOfTheClientAreGranted)
{
	BOOST_TEST(answered("permessage-deflate; server_max_window_bits=8; server_no_context_takeover", {{false, 0}}) == "permessage-deflate; server_no_context_takeover; server_max_window_bits=8");
}


BOOST_AUTO_TEST_CASE(whatIsAnsweredHoldsForBothDirections)
{
	const auto all = agreed("permessage-deflate; server_no_context_takeover; client_max_window_bits=9");
	BOOST_TEST(!all.server.takeover);
	BOOST_TEST(all.server.windowBits == 15);
	BOOST_TEST(all.client.takeover);
	BOOST_TEST(all.client.windowBits == 9);
}


BOOST_AUTO_TEST_SUITE_END()
