//
// DriverScenesTest.cpp
//
// What holds in every life of a connection, in every dialect and role.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Scenes.h"
#include <boost/test/unit_test.hpp>
#include <set>


using namespace WS;
using namespace WS::Test;


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


BOOST_AUTO_TEST_SUITE_END()
