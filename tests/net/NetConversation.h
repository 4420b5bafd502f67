//
// NetConversation.h
//
// Whole conversations in which the n-th system call of one end fails, for every n.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_NetConversation_INCLUDED
#define WSTest_NetConversation_INCLUDED


#include "net/NetFaults.h"
#include "net/NetServer.h"
#include <Poco/Net/SocketAddress.h>
#include <Poco/URI.h>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>


namespace WS::Test {


const std::string LOST = "lost";
const std::string WHOLE = "Hello, fragments, !, large; closed with 4001 enough";
	/// What a client has seen.


constexpr std::initializer_list<Fault> FAULTS_OF_SERVERS = {Fault::SHORT, Fault::WOULD_BLOCK, Fault::INTERRUPTED, Fault::RESET, Fault::NO_DESCRIPTORS};
constexpr std::initializer_list<Fault> FAULTS = {Fault::SHORT, Fault::WOULD_BLOCK, Fault::INTERRUPTED, Fault::RESET};


Script conversing();
	/// Sends each message back, and asks for a sign of life at first.


std::string converse(const Poco::Net::SocketAddress& address, std::size_t largeSize);
	/// The part of a client by hand, which sends fragments and whose own calls must not fail.


std::string converse(const Poco::URI& uri, std::size_t largeSize);
	/// That of the blocking client. wss: it trusts the test's authority.


bool sawWhatItShould(const std::string& seen, Fault fault, bool happened);
	/// Nothing but a lost connection may be noticed.


void forEveryCall(Fault fault, const std::function<bool(std::size_t)>& happens);
	/// Calls it with 1, 2, 3 until the fault does not happen any more.


struct ConversationFixture
	/// When all is over no descriptor is left open.
{
	static std::ptrdiff_t openDescriptors();

	void teardown() const { BOOST_TEST(openDescriptors() == before); }

	const std::ptrdiff_t before = openDescriptors();
};


template <class Host>
void failFor(Host& host, Whose (*side)(std::uint16_t), const Poco::URI& uri, std::initializer_list<Fault> faults = FAULTS)
	/// Whatever happens, a connection ends once, and further clients are served. Without a URI the client sends fragments.
{
	for (const auto fault: faults)
	{
		forEveryCall(fault, [&](std::size_t number) {
			const NetFaults failing(fault, number, side(host.address().port()));
			const auto seen = uri.empty() ? converse(host.address(), 200000) : converse(uri, 200000);
			BOOST_TEST(sawWhatItShould(seen, fault, failing.happened()), seen);
			return failing.happened();
		});
		BOOST_TEST(converse(host.uri(), 10) == WHOLE);
		const auto opened = host.journal.events().count(Event::OPENED);
		BOOST_TEST(host.journal.until(Event::CLOSED, opened).count(Event::CLOSED) == opened);
	}
}


} // namespace WS::Test


#endif // WSTest_NetConversation_INCLUDED
