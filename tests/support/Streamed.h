//
// Streamed.h
//
// A driver with streams, for tests.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Streamed_INCLUDED
#define WSTest_Streamed_INCLUDED


#include "WS/Callbacks.h"
#include "WS/ClientDriver.h"
#include "WS/ServerDriver.h"
#include "WS/Streams.h"
#include "support/Head.h"
#include "support/TestFrame.h"
#include <string>
#include <string_view>
#include <tuple>
#include <vector>


namespace WS::Test {


class Streamed
	/// What StreamedServer and StreamedClient have in common: an open connection, and what came out of it.
{
public:
	virtual ~Streamed() = default;

	bool receive(const TestFrame& frame);
	bool receiveAll(const std::vector<TestFrame>& frames);
		/// Writes to IO as the other side would send it; returns what that does.

	Bytes output();
		/// What IO's function was given since the last call.

	std::string heard();
		/// What streams and listener were told since the last call, in order: "data a, message a".

	void hear(std::string_view what, std::string_view payload = {});

	virtual Bytes incoming(TestFrame frame) const = 0;
	virtual Bytes outgoing(TestFrame frame) const = 0;
	Bytes allIncoming(const std::vector<TestFrame>& frames) const;
	Bytes allOutgoing(const std::vector<TestFrame>& frames) const;

	Callbacks listener;
	Streams streams{listener};
	IO& io = streams.io();
	Messages& messages = streams.messages();

protected:
	void open(Driver& driver, const Head& head);

private:
	void listen();

	std::string _heard;
	Bytes _output;
};


class StreamedServer: public Streamed
{
public:
	explicit StreamedServer(const Head& request = Head::request());

	Bytes incoming(TestFrame frame) const override;
	Bytes outgoing(TestFrame frame) const override;

	ServerDriver driver{streams};
};


class StreamedClient: public Streamed
	/// Its key is KEY, its masks are all MASK.
{
public:
	StreamedClient();

	Bytes incoming(TestFrame frame) const override;
	Bytes outgoing(TestFrame frame) const override;

	ClientDriver driver;
};


using StreamedRoles = std::tuple<StreamedServer, StreamedClient>;
	/// For BOOST_AUTO_TEST_CASE_TEMPLATE: one rule, both sides.


} // namespace WS::Test


#endif // WSTest_Streamed_INCLUDED
