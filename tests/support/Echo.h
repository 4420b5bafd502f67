//
// Echo.h
//
// What an echo allocates, once everything is warm.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Echo_INCLUDED
#define WSTest_Echo_INCLUDED


#include "support/AllocationCounter.h"
#include "support/Peer.h"


namespace WS::Test {


template <class P>
std::size_t allocationsOfEchoes(const Head& agreement, const Options& options, const TestFrame& frame)
	/// How often a server or a client, opened by that request or response, allocates to send the frame's message back a
	/// hundred times.
{
	struct Echo: P
	{
		using P::P;
		void onMessage(Message& message) override { (*this)->send(message); }
	};
	Echo echo(agreement, options);
	const Bytes input = echo.incoming(frame).bytes();
	std::string buffer;
	const auto play = [&] {
		buffer.assign(input);
		echo->receive(std::span<char>(buffer));
		echo->consume(echo->bufferedAmount());
	};
	for (int i = 0; i < 3; ++i) play();
	const AllocationCounter counter;
	for (int i = 0; i < 100; ++i) play();
	return counter.count();
}


} // namespace WS::Test


#endif // WSTest_Echo_INCLUDED
