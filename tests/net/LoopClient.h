//
// LoopClient.h
//
// A client's end of a socket pair, which never waits.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_LoopClient_INCLUDED
#define WSTest_LoopClient_INCLUDED


#include "support/TestFrame.h"
#include <cstddef>
#include <vector>


namespace WS::Test {


class LoopClient
	/// A client's end of a socket pair, in the thread of the loop that has the other. Nothing here waits: what was sent is
	/// there at once, and only the loop's next turns answer it.
{
public:
	explicit LoopClient(int descriptor);
		/// Takes it over.

	LoopClient(LoopClient&& other) noexcept;
	~LoopClient();

	void send(const Bytes& bytes);
		/// Throws if the other side takes less.

	void send(TestFrame frame);
		/// Masked unless it has a key.

	std::size_t sendSome(const Bytes& bytes);
		/// Returns how much of it was taken.

	Bytes read(std::size_t most = SIZE_MAX);
		/// What is there; throws if the connection was reset.

	std::vector<TestFrame> frames();
		/// What is there; throws if there is half a frame.

	bool hasEnded();
		/// Whether the other side will send nothing more, and all is read.

	void endSending();

	void close();
		/// While there is something to be read this is a reset.

private:
	int _descriptor;
};


} // namespace WS::Test


#endif // WSTest_LoopClient_INCLUDED
