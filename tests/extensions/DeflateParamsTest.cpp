//
// DeflateParamsTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "DeflateParams.h"
#include "ExtensionHeader.h"
#include "WS/PerMessageDeflate.h"
#include <boost/test/unit_test.hpp>


using namespace WS;


namespace {


std::string shown(const ExtensionParams& params)
{
	std::string text;
	for (const auto& param: params)
	{
		text.append(text.empty() ? "" : "; ").append(param.name);
		if (param.value) text.append("=").append(*param.value);
	}
	return text;
}


ExtensionParams params(std::string_view text)
	/// "a; b=1"
{
	ExtensionParams result;
	while (!text.empty())
	{
		const auto item = text.substr(0, text.find("; "));
		text.remove_prefix(std::min(item.size() + 2, text.size()));
		const auto equals = item.find('=');
		if (equals == std::string_view::npos) result.add(item);
		else result.add(item.substr(0, equals), std::string(item.substr(equals + 1)));
	}
	return result;
}


DeflateOptions ancestor(std::string_view text = "")
	/// What the options of faye's permessage-deflate mean.
{
	return DeflateOptions::parse(std::string("windowBits=15,memLevel=8,level=-1").append(text.empty() ? "" : ",").append(text));
}


std::string offered(const DeflateOptions& options)
{
	const auto offers = PerMessageDeflate(options).createClientSession()->offers();
	return offers.size() == 1 ? shown(offers[0]) : "not one offer";
}


std::string answered(const DeflateOptions& options, const std::vector<std::string>& offers)
{
	std::vector<ExtensionParams> list;
	for (const auto& offer: offers) list.push_back(params(offer));
	const auto session = PerMessageDeflate(options).createServerSession(list);
	return session ? shown(session->response()) : "declined";
}


bool accepted(const DeflateOptions& options, std::string_view answer)
{
	return PerMessageDeflate(options).createClientSession()->activate(params(answer));
}


std::string terms(const DeflateTerms& terms)
{
	return std::to_string(terms.ownWindowBits) + (terms.ownTakeover ? " takeover, " : " reset, ") + std::to_string(terms.peerWindowBits) + (terms.peerTakeover ? " takeover" : " reset");
}


std::string atClient(const DeflateOptions& options, std::string_view answer)
{
	return terms(DeflateTerms::ofClient(*DeflateParams::readAnswer(params(answer)), options));
}


std::string atServer(const DeflateOptions& options, std::string_view offer)
{
	return terms(DeflateTerms::ofServer(*DeflateParams::readOffer(params(offer)), options));
}


} // namespace


BOOST_AUTO_TEST_SUITE(DeflateParamsTest)


BOOST_AUTO_TEST_CASE(clientOffersWhatItsOptionsSayInOrder)
{
	BOOST_TEST(offered({}) == "client_max_window_bits");
	BOOST_TEST(offered(ancestor("noContextTakeover")) == "client_no_context_takeover; client_max_window_bits");
	BOOST_TEST(offered(ancestor("maxWindowBits=15")) == "client_max_window_bits=15");
	BOOST_TEST(offered(ancestor("noContextTakeover,maxWindowBits=9,requestNoContextTakeover,requestMaxWindowBits=10")) == "client_no_context_takeover; client_max_window_bits=9; server_no_context_takeover; server_max_window_bits=10");
	BOOST_TEST(offered(DeflateOptions::shared()) == "client_no_context_takeover; client_max_window_bits; server_no_context_takeover");
	BOOST_TEST(offered(DeflateOptions::smallest()) == "client_max_window_bits");
}


BOOST_AUTO_TEST_CASE(serverAnswersByTheOffer)
{
	BOOST_TEST(answered(ancestor(), {""}) == "");
	BOOST_TEST(answered(ancestor(), {"client_max_window_bits"}) == "");
	BOOST_TEST(answered(ancestor(), {"client_max_window_bits=12"}) == "client_max_window_bits=12");
	BOOST_TEST(answered(ancestor(), {"server_max_window_bits=15"}) == "server_max_window_bits=15");        // RFC 7692 7.1.2.1; python3-websockets insists on it
	BOOST_TEST(answered(ancestor(), {"server_max_window_bits=9"}) == "server_max_window_bits=9");
	BOOST_TEST(answered(ancestor(), {"server_no_context_takeover"}) == "server_no_context_takeover");
	BOOST_TEST(answered(ancestor(), {"client_no_context_takeover"}) == "client_no_context_takeover");
	BOOST_TEST(answered(ancestor(), {"client_max_window_bits=10; server_max_window_bits=9; client_no_context_takeover; server_no_context_takeover"}) == "server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=10");
}


BOOST_AUTO_TEST_CASE(serverAnswersByItsOptions)
{
	BOOST_TEST(answered(ancestor("noContextTakeover"), {""}) == "server_no_context_takeover");
	BOOST_TEST(answered(ancestor("requestNoContextTakeover"), {""}) == "client_no_context_takeover");
	BOOST_TEST(answered(ancestor("maxWindowBits=10"), {""}) == "");
	BOOST_TEST(answered(ancestor("maxWindowBits=10"), {"server_max_window_bits=12"}) == "server_max_window_bits=10");
	BOOST_TEST(answered(ancestor("maxWindowBits=12"), {"server_max_window_bits=10"}) == "server_max_window_bits=10");
	BOOST_TEST(answered(ancestor("requestMaxWindowBits=10"), {""}) == "");
	BOOST_TEST(answered(ancestor("requestMaxWindowBits=10"), {"client_max_window_bits"}) == "client_max_window_bits=10");
	BOOST_TEST(answered(ancestor("requestMaxWindowBits=10"), {"client_max_window_bits=9"}) == "client_max_window_bits=9");
}


BOOST_AUTO_TEST_CASE(serverAsksForASmallWindowByDefault)
{
	BOOST_TEST(answered({}, {"client_max_window_bits"}) == "client_max_window_bits=12");
	BOOST_TEST(answered({}, {"client_max_window_bits=9"}) == "client_max_window_bits=9");
	BOOST_TEST(answered({}, {"server_max_window_bits=15"}) == "server_max_window_bits=12");
	BOOST_TEST(answered({}, {"server_max_window_bits=9"}) == "server_max_window_bits=9");
	BOOST_TEST(answered({}, {""}) == "");
}


BOOST_AUTO_TEST_CASE(serverTakesTheFirstOfferThatIsValid)
{
	BOOST_TEST(answered(ancestor(), {"server_max_window_bits=7", "server_max_window_bits=9", ""}) == "server_max_window_bits=9");
	BOOST_TEST(answered(ancestor(), {"foo", "server_no_context_takeover=1"}) == "declined");
	BOOST_TEST(answered({}, {"server_no_context_takeover; server_max_window_bits=9; client_max_window_bits", "client_max_window_bits"}) == "server_no_context_takeover; server_max_window_bits=9; client_max_window_bits=12");
}


BOOST_AUTO_TEST_CASE(badInput18MalformedOffersAreDeclined)
{
	const char* const OFFERS[] = {
		"foo",
		"__proto__",
		"Server_no_context_takeover",
		"server_no_context_takeover=true",
		"client_no_context_takeover=true",
		"server_no_context_takeover; server_no_context_takeover",
		"client_max_window_bits; client_max_window_bits",
		"client_max_window_bits; client_max_window_bits=9",
		"server_max_window_bits",
		"server_max_window_bits=7",
		"server_max_window_bits=16",
		"server_max_window_bits=08",
		"server_max_window_bits=015",
		"server_max_window_bits=-9",
		"server_max_window_bits=+9",
		"server_max_window_bits=9.0",
		"server_max_window_bits=9999999999999",
		"server_max_window_bits=x",
		"client_max_window_bits=7",
		"client_max_window_bits=16",
		"client_max_window_bits=true"};
	for (const auto* offer: OFFERS) BOOST_TEST(answered({}, {offer}) == "declined", offer);
}


BOOST_AUTO_TEST_CASE(badInput26MalformedAnswersAreRefused)
{
	const char* const ANSWERS[] = {
		"foo",
		"client_max_window_bits",
		"client_max_window_bits=7",
		"client_max_window_bits=16",
		"client_max_window_bits=08",
		"server_max_window_bits",
		"server_max_window_bits=7",
		"server_max_window_bits=08",
		"server_no_context_takeover=true",
		"client_no_context_takeover=false",
		"server_no_context_takeover; server_no_context_takeover",
		"server_max_window_bits=9; server_max_window_bits=9"};
	for (const auto* answer: ANSWERS) BOOST_TEST(!accepted({}, answer), answer);
}


BOOST_AUTO_TEST_CASE(clientAcceptsWhatDoesNotExceedItsOffer)
{
	for (const auto* answer: {"", "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits=8", "client_max_window_bits=15"})
	{
		BOOST_TEST(accepted({}, answer), answer);
	}
	BOOST_TEST(accepted(ancestor("maxWindowBits=10"), "client_max_window_bits=10"));
	BOOST_TEST(accepted(ancestor("maxWindowBits=10"), "client_max_window_bits=9"));
	BOOST_TEST(accepted(ancestor("maxWindowBits=10"), ""));
	BOOST_TEST(!accepted(ancestor("maxWindowBits=10"), "client_max_window_bits=11"));
}


BOOST_AUTO_TEST_CASE(clientInsistsOnWhatItRequests)
{
	BOOST_TEST(accepted(ancestor("requestNoContextTakeover"), "server_no_context_takeover"));
	BOOST_TEST(!accepted(ancestor("requestNoContextTakeover"), ""));
	BOOST_TEST(accepted(ancestor("requestMaxWindowBits=10"), "server_max_window_bits=10"));
	BOOST_TEST(accepted(ancestor("requestMaxWindowBits=10"), "server_max_window_bits=8"));
	BOOST_TEST(!accepted(ancestor("requestMaxWindowBits=10"), "server_max_window_bits=11"));
	BOOST_TEST(!accepted(ancestor("requestMaxWindowBits=10"), ""));
	BOOST_TEST(accepted(ancestor("requestMaxWindowBits=15"), ""));        // as faye's servers answer it
}


BOOST_AUTO_TEST_CASE(clientKeepsToTheAnswer)
{
	BOOST_TEST(atClient(ancestor(), "") == "15 takeover, 15 takeover");
	BOOST_TEST(atClient({}, "") == "12 takeover, 15 takeover");
	BOOST_TEST(atClient({}, "client_max_window_bits=9; server_max_window_bits=10") == "9 takeover, 10 takeover");
	BOOST_TEST(atClient(ancestor("maxWindowBits=9"), "client_max_window_bits=8") == "8 takeover, 15 takeover");
	BOOST_TEST(atClient(ancestor("noContextTakeover"), "") == "15 reset, 15 takeover");
	BOOST_TEST(atClient(ancestor(), "client_no_context_takeover") == "15 reset, 15 takeover");
	BOOST_TEST(atClient(ancestor(), "server_no_context_takeover") == "15 takeover, 15 reset");
}


BOOST_AUTO_TEST_CASE(serverKeepsToTheOffer)
{
	BOOST_TEST(atServer(ancestor(), "") == "15 takeover, 15 takeover");
	BOOST_TEST(atServer({}, "") == "12 takeover, 15 takeover");
	BOOST_TEST(atServer({}, "client_max_window_bits") == "12 takeover, 12 takeover");
	BOOST_TEST(atServer(ancestor(), "server_max_window_bits=9; client_max_window_bits=10") == "9 takeover, 10 takeover");
	BOOST_TEST(atServer(ancestor("noContextTakeover"), "client_no_context_takeover") == "15 reset, 15 reset");
	BOOST_TEST(atServer(ancestor("requestNoContextTakeover"), "server_no_context_takeover") == "15 reset, 15 reset");
}


BOOST_AUTO_TEST_SUITE_END()
