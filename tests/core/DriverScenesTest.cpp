//
// DriverScenesTest.cpp
//
// What holds in every life of a connection, in every dialect and role.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/AllocationCounter.h"
#include "support/Scenes.h"
#include <boost/test/unit_test.hpp>
#include <new>
#include <set>


using namespace WS;
using namespace WS::Test;


namespace {


bool isWhole(const Dialect& dialect, const Bytes& output)
	/// Nothing, or a head, and then frames, none of which is cut.
{
	if (output.empty()) return true;
	const auto head = output.view().find("\r\n\r\n");
	if (head == std::string_view::npos) return false;
	if (dialect.isHixie || !output.view().starts_with(dialect.isServer ? "HTTP/1.1 101" : "GET")) return true;
	TestFrame::read(output.view().substr(head + 4));
	return true;
}


bool playWithout(const Scene& scene, std::size_t allocation)
	/// False: there are not so many allocations.
{
	const auto actor = scene.make();
	bool failed = false;
	{
		AllocationCounter counter;
		counter.failAt(allocation);
		for (const Step& step: scene.steps)
		{
			try
			{
				step(*actor);
			}
			catch (const std::bad_alloc&)
			{
			}
		}
		failed = counter.hasFailed();
	}
	const Played seen = seenOf(*actor);
	BOOST_CHECK(seen.state == State::CLOSED && seen.finished);
	BOOST_TEST(seen.events.count(Event::CLOSED) <= 1u);
	BOOST_TEST(isWhole(*scene.dialect, seen.output));
	return failed;
}


} // namespace


BOOST_AUTO_TEST_SUITE(DriverScenesTest)


BOOST_AUTO_TEST_CASE(everySceneEndsWithOneClose)
{
	std::set<Moment> met;
	for (const Scene& scene: scenes())
	{
		BOOST_TEST_INFO_SCOPE(scene.name);
		std::vector<Mark> marks;
		const Played quiet = play(scene, &marks);
		for (const Mark& mark: marks) met.insert(mark.moment);
		BOOST_TEST(quiet.events.count(Event::CLOSED) == 1u);
		BOOST_TEST(quiet.events.last().kind == Event::CLOSED);
		BOOST_TEST(quiet.events.count(Event::FAILED) <= 1u);
		BOOST_CHECK(quiet.state == State::CLOSED && quiet.finished);
	}
	BOOST_TEST(met.size() == static_cast<std::size_t>(Moment::ON_CLOSE) + 1);
}


BOOST_AUTO_TEST_CASE(badInput55StateIsCommittedInEveryMoment)
{
	for (const Scene& scene: scenes())
	{
		BOOST_TEST_INFO_SCOPE(scene.name);
		std::vector<Mark> marks;
		play(scene, &marks);
		for (const Mark& mark: marks)
		{
			BOOST_TEST_INFO_SCOPE(mark.moment);
			if (mark.moment <= Moment::ON_CONNECT) BOOST_CHECK(mark.state == State::CONNECTING);
			else if (mark.moment >= Moment::PING_UNANSWERED) BOOST_CHECK(mark.state == State::CLOSED);
			else if (mark.moment == Moment::ON_OPEN || mark.moment == Moment::ON_MESSAGE) BOOST_CHECK(mark.state == State::OPEN);
			else BOOST_CHECK(mark.state == State::OPEN || mark.state == State::CLOSING);
		}
	}
}


BOOST_AUTO_TEST_CASE(versionIsThatOfTheDialectInEveryMoment)
{
	for (const Scene& scene: scenes())
	{
		BOOST_TEST_INFO_SCOPE(scene.name);
		const auto actor = scene.make();
		bool hasRequest = !scene.dialect->isServer;
		actor->onMoment = [&](Moment moment) {
			hasRequest = hasRequest || moment <= Moment::ON_CONNECT;
			if (hasRequest) BOOST_TEST(actor->driver().version() == scene.dialect->version);
		};
		for (const Step& step: scene.steps) step(*actor);
	}
}


BOOST_AUTO_TEST_CASE(badInput59AnyAllocationMayFailInEveryDialect)
{
	for (const Scene& scene: scenes())
	{
		bool failed = true;
		for (std::size_t allocation = 0; failed; ++allocation)
		{
			BOOST_TEST_INFO_SCOPE(scene.name << ", allocation " << allocation);
			failed = playWithout(scene, allocation);
		}
	}
}


BOOST_AUTO_TEST_CASE(badInput59AnAllocationThatFailsInStartEndsTheConnection)
{
	bool failed = true;
	for (std::size_t allocation = 0; failed; ++allocation)
	{
		Server server(UNOPENED, Head::request().parsed());
		server->text("queued");
		{
			AllocationCounter counter;
			counter.failAt(allocation);
			try
			{
				server->start();
			}
			catch (const std::bad_alloc&)
			{
			}
			failed = counter.hasFailed();
		}
		BOOST_TEST_INFO_SCOPE("allocation " << allocation);
		BOOST_CHECK(server.state() == (failed ? State::CLOSED : State::OPEN));
	}
}


BOOST_AUTO_TEST_SUITE_END()
