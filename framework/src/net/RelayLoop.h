//
// RelayLoop.h
//
// Runs the two ends of a relay.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_RelayLoop_INCLUDED
#define WS_Net_RelayLoop_INCLUDED


#include "Deadline.h"
#include <span>


namespace WS {
namespace Net {


class RelayEnd;
class RelayWay;


class RelayLoop
	/// Runs the two ends of a relay on the calling thread. Polls both sockets, and for reading only those whose
	/// messages the other end can take.
{
public:
	struct Side
	{
		RelayEnd& end;
		const RelayWay& way;     /// from this end to the other
	};

	RelayLoop(Side a, Side b, std::span<char> buffer);

	void run();
		/// Returns when both ends are over.

private:
	bool turn();
	void obey(Deadline cutAt);
	void wait();
	static bool mayRead(const Side& side);
	static bool holdsInput(const Side& side);

	Side _sides[2];
	const std::span<char> _buffer;
	Deadline _cutAt = NEVER;
};


} } // namespace WS::Net


#endif // WS_Net_RelayLoop_INCLUDED
