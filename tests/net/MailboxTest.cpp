//
// MailboxTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/Mailbox.h"
#include "net/Wakeup.h"
#include <boost/test/unit_test.hpp>
#include <poll.h>
#include <thread>


using namespace WS;
using namespace WS::Net;


namespace {


struct Fixture
{
	std::shared_ptr<Wakeup> wakeup = std::make_shared<Wakeup>();
	Mailbox mailbox{wakeup, 1000, std::this_thread::get_id()};

	bool woken() const
	{
		pollfd descriptor = {wakeup->descriptor(), POLLIN, 0};
		return ::poll(&descriptor, 1, 0) == 1;
	}

	template <class Call>
	auto elsewhere(Call call)
		/// On another thread.
	{
		decltype(call()) result;
		std::thread([&] { result = call(); }).join();
		return result;
	}

	bool postElsewhere(std::string payload)
	{
		return elsewhere([&] { return mailbox.post(Opcode::TEXT, std::move(payload)); });
	}
};


} // namespace


BOOST_FIXTURE_TEST_SUITE(MailboxTest, Fixture)


BOOST_AUTO_TEST_CASE(mailIsTakenInOrder)
{
	BOOST_TEST(!mailbox.hasMail());
	BOOST_TEST(postElsewhere("one"));
	BOOST_TEST(mailbox.post(Opcode::PING, "two"));
	BOOST_TEST(mailbox.close(CloseCode::NORMAL, "three"));
	BOOST_TEST(mailbox.hasMail());

	const auto mail = mailbox.take();

	BOOST_TEST(!mailbox.hasMail());
	BOOST_TEST(mail.size() == 3U);
	BOOST_TEST(mail[0].payload == "one");
	BOOST_CHECK(mail[1].opcode == Opcode::PING);
	BOOST_TEST(mail[2].payload == "three");
	BOOST_CHECK(mail[2].code == CloseCode::NORMAL);
}


BOOST_AUTO_TEST_CASE(whatIsTakenCountsUntilTheOutputIsKnown)
{
	postElsewhere(std::string(600, 'x'));
	mailbox.take();
	BOOST_TEST(mailbox.bufferedAmount() == 600U);
	BOOST_TEST(!postElsewhere(std::string(600, 'x')));
	mailbox.setOutput(0);
	BOOST_TEST(postElsewhere(std::string(600, 'x')));
}


BOOST_AUTO_TEST_CASE(whetherSomebodyCanPostIsKnown)
{
	BOOST_TEST(!mailbox.isShared());
	mailbox.share();
	BOOST_TEST(mailbox.isShared());
}


BOOST_AUTO_TEST_CASE(theOwnerIsWokenForTheFirstMailOnly)
{
	postElsewhere("one");
	BOOST_TEST(woken());
	wakeup->reset();

	postElsewhere("two");
	BOOST_TEST(!woken());

	mailbox.take();
	postElsewhere("three");
	BOOST_TEST(woken());
}


BOOST_AUTO_TEST_CASE(theOwnerDoesNotWakeItself)
{
	BOOST_TEST(mailbox.post(Opcode::TEXT, "one"));
	BOOST_TEST(!woken());
	BOOST_TEST(mailbox.hasMail());
}


BOOST_AUTO_TEST_CASE(badInput60TheQueueIsBounded)
{
	BOOST_TEST(!postElsewhere(std::string(987, 'x')));        // 1001 with the longest header of a frame
	BOOST_TEST(postElsewhere(std::string(986, 'x')));
	BOOST_TEST(!postElsewhere("x"));
	BOOST_TEST(mailbox.bufferedAmount() == 986U);

	mailbox.take();
	mailbox.setOutput(0);
	BOOST_TEST(mailbox.bufferedAmount() == 0U);
	BOOST_TEST(postElsewhere("x"));
}


BOOST_AUTO_TEST_CASE(badInput60MessagesWithoutPayloadAreBoundedToo)
{
	int accepted = 0;
	while (accepted < 10000 && postElsewhere({})) ++accepted;
	BOOST_TEST(accepted < 1000);
}


BOOST_AUTO_TEST_CASE(outputCountsAgainstTheBound)
{
	mailbox.setOutput(900);
	BOOST_TEST(mailbox.bufferedAmount() == 900U);
	BOOST_TEST(!postElsewhere(std::string(87, 'x')));
	BOOST_TEST(postElsewhere(std::string(86, 'x')));
}


BOOST_AUTO_TEST_CASE(closingIsPossibleWhenTheQueueIsFull)
{
	mailbox.setOutput(5000);
	BOOST_TEST(elsewhere([&] { return mailbox.close(CloseCode::GOING_AWAY, {}); }));
}


BOOST_AUTO_TEST_CASE(nothingFollowsAClose)
{
	BOOST_TEST(mailbox.alive());
	BOOST_TEST(mailbox.close(CloseCode::NORMAL, {}));

	BOOST_TEST(!mailbox.alive());
	BOOST_TEST(!mailbox.close(CloseCode::NORMAL, {}));
	BOOST_TEST(!mailbox.post(Opcode::TEXT, "late"));
	BOOST_TEST(mailbox.take().size() == 1U);
}


BOOST_AUTO_TEST_CASE(shutDropsWhatWaits)
{
	postElsewhere("one");
	mailbox.setOutput(10);

	mailbox.shut();

	BOOST_TEST(!mailbox.alive());
	BOOST_TEST(!mailbox.hasMail());
	BOOST_TEST(mailbox.bufferedAmount() == 0U);
	BOOST_TEST(!postElsewhere("two"));
}


BOOST_AUTO_TEST_CASE(theEarliestCutCountsAndWakes)
{
	const auto later = Clock::now() + std::chrono::hours(2);
	const auto sooner = Clock::now() + std::chrono::hours(1);
	BOOST_CHECK(mailbox.cutAt() == NEVER);

	mailbox.cut(sooner);
	mailbox.cut(later);

	BOOST_CHECK(mailbox.cutAt() == sooner);
	BOOST_TEST(woken());
}


BOOST_AUTO_TEST_CASE(anOwnerThatHasLeftIsNotWoken)
{
	mailbox.leave();
	BOOST_TEST(wakeup.use_count() == 1);

	BOOST_TEST(!postElsewhere("late"));
	mailbox.cut(Clock::now());
	BOOST_TEST(!woken());
}


BOOST_AUTO_TEST_SUITE_END()
