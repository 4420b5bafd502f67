//
// DriverNegotiationTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Feed.h"
#include "support/Hixie.h"
#include "support/Tagging.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


Seen answered(const Head& request, const Options& options)
{
	const auto make = [&] {
		auto server = std::make_unique<Server>(UNOPENED, options);
		(*server)->start();
		return server;
	};
	return feed(make, request.bytes());
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverNegotiationTest)


BOOST_AUTO_TEST_CASE(serverAnswersWhatItKnowsInItsOrder)
{
	const Seen seen = answered(Head::request().add(EXTENSIONS, "x-other, c; q=1").add(EXTENSIONS, "b, a"), knowing(threeTaggings()));
	BOOST_TEST(seen.state == State::OPEN);
	BOOST_TEST(fieldOf(seen.output, EXTENSIONS) == "a, b, c");
	BOOST_TEST(fieldOf(answered(Head::request(), knowing(threeTaggings())).output, EXTENSIONS) == "");
	BOOST_TEST(fieldOf(answered(Head::request().add(EXTENSIONS, "x-other"), knowing(threeTaggings())).output, EXTENSIONS) == "");
}


BOOST_AUTO_TEST_CASE(clientOffersAllBehindItsOwnHeaders)
{
	Client client(UNOPENED, knowing(threeTaggings()));
	client->setHeader("X-Mine", "1");
	client->start();
	const std::string head = client.output().string();
	BOOST_TEST(head.ends_with("X-Mine: 1\r\nSec-WebSocket-Extensions: a, b, c\r\n\r\n"));
}


BOOST_AUTO_TEST_CASE_TEMPLATE(negotiatedTellsNamesAndParameters, P, Roles)
{
	const auto a = tagging("a", Rsv::RSV1);
	a->response = {{"x"}, {"y", "1"}};
	const Head head = std::is_same_v<P, Server> ? Head::request().add(EXTENSIONS, "a; x") : Head::response().add(EXTENSIONS, "a; x; y=1");
	P peer(head, knowing({a}));
	const auto list = peer->negotiated();
	BOOST_TEST(list.size() == 1u);
	BOOST_TEST(list.at(0).name == "a");
	BOOST_CHECK(list.at(0).params == a->response);
	BOOST_TEST(P()->negotiated().empty());
	BOOST_TEST(P(UNOPENED, knowing({a}))->negotiated().empty());
}


BOOST_AUTO_TEST_CASE_TEMPLATE(addedExtensionComesBehindThoseOfTheOptions, P, Roles)
{
	P peer(UNOPENED, knowing({tagging("a", Rsv::RSV1)}));
	BOOST_TEST(peer->addExtension(tagging("b", Rsv::RSV2)));
	BOOST_CHECK_THROW(peer->addExtension(tagging("a")), Poco::ExistsException);
	BOOST_CHECK_THROW(peer->addExtension(nullptr), Poco::InvalidArgumentException);
	BOOST_TEST(peer->options().extensions.size() == 1u);
	peer->start();
	if (std::is_same_v<P, Server>) peer.receive(Head::request().add(EXTENSIONS, "b, a").bytes());
	BOOST_TEST(fieldOf(peer.output(), EXTENSIONS) == "a, b");
	BOOST_TEST(!peer->addExtension(tagging("c")));
}


BOOST_AUTO_TEST_CASE(draftsHaveNoExtensions)
{
	Server server(UNOPENED, Hixie76Server::request().parsed());
	BOOST_TEST(!server->addExtension(tagging("a")));
	BOOST_TEST(Server(UNOPENED, Head::request().parsed())->addExtension(tagging("a")));
}


BOOST_AUTO_TEST_CASE(badInput18MalformedHeaderIsRefusedAlsoWithoutExtensions)
{
	for (const std::string bad: {"a,", ";", "a; =1", "a; x=\"", "a b", "a; x=\"y z\""})
	{
		const Seen seen = answered(Head::request().add(EXTENSIONS, bad), {});
		BOOST_TEST(seen.output.string().starts_with("HTTP/1.1 400 Bad Request\r\n"));
		BOOST_TEST(seen.events.last() == closed(1002, WHY));
		BOOST_TEST(seen.events.count(Event::OPENED) == 0u);
	}
	BOOST_TEST(answered(Head::request().add(EXTENSIONS, ""), knowing(threeTaggings())).state == State::OPEN);
}


BOOST_AUTO_TEST_CASE(badInput53ServerDeclinesWhatConflicts)
{
	const Taggings conflicting = {tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV1), tagging("c", Rsv::RSV2)};
	BOOST_TEST(fieldOf(answered(Head::request().add(EXTENSIONS, "c, b, a"), knowing(conflicting)).output, EXTENSIONS) == "a, c");
	BOOST_TEST(fieldOf(answered(Head::request().add(EXTENSIONS, "c, b"), knowing(conflicting)).output, EXTENSIONS) == "b, c");
}


BOOST_AUTO_TEST_CASE(badInput54ServerWhoseExtensionThrowsAnswers500)
{
	const auto a = tagging("a", Rsv::RSV1);
	a->accepts = [](const ExtensionParams&) -> bool { throw std::runtime_error("oops"); };
	const Seen seen = answered(Head::request().add(EXTENSIONS, "a"), knowing({a}));
	BOOST_TEST(seen.output.string().starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
	BOOST_TEST(seen.events.last() == closed(1011, WHY));
}


BOOST_AUTO_TEST_CASE(badInput54ExtensionsPutNothingElseInTheHeader)
{
	const auto a = tagging("a", Rsv::RSV1);
	a->response = {{"x\r\nX-Evil: 1"}};
	a->offers = {{{"x", "1\r\n"}}};
	const Seen seen = answered(Head::request().add(EXTENSIONS, "a"), knowing({a}));
	BOOST_TEST(seen.output.string().find("X-Evil") == std::string::npos);
	BOOST_TEST(seen.state == State::CLOSED);

	Client client(UNOPENED, knowing({a}));
	BOOST_TEST(!client->start());
	BOOST_TEST(client.events() == failed(Error::EXTENSION_FAILED, 1011));
	BOOST_TEST(client.output().empty());
}


BOOST_AUTO_TEST_CASE(badInput26ClientFailsWithTheReason)
{
	const auto why = [](const std::string& answer, const Taggings& known) {
		Client client(UNOPENED, knowing(known));
		client->start();
		client.output();
		client.receive(Head::response().add(EXTENSIONS, answer).bytes());
		BOOST_TEST(client.events().last() == closed(1010, WHY));
		BOOST_TEST(client.output().empty());
		return client.failure().message;
	};
	const std::string text = "unacceptable choice of extensions by the server: ";
	BOOST_TEST(why("x", threeTaggings()) == text + "'x' was not offered");
	BOOST_TEST(why("a, a", threeTaggings()) == text + "'a' is there twice");
	BOOST_TEST(why("a,", threeTaggings()) == text + "malformed: a,");
	BOOST_TEST(why("a, b", {tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV1)}) == text + "'b' uses a reserved bit that another one has");
	const auto strict = tagging("a", Rsv::RSV1);
	strict->accepts = [](const ExtensionParams& params) { return params.empty(); };
	BOOST_TEST(why("a; y=2", {strict}) == text + "unacceptable parameters: a; y=2");
	BOOST_TEST(why("a; y=" + std::string(100, '2'), {strict}) == text + "unacceptable parameters: a; y=" + std::string(70, '2') + "...");
	strict->accepts = [](const ExtensionParams&) -> bool { throw std::runtime_error("oops \n" + std::string(100, 'x')); };
	BOOST_TEST(why("a", {strict}) == text + "'a' oops ?" + std::string(69, 'x') + "...");
}


BOOST_AUTO_TEST_SUITE_END()
