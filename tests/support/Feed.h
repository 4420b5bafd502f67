//
// Feed.h
//
// One input in every possible piecing: the events, the bytes and the state must not differ.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Feed_INCLUDED
#define WSTest_Feed_INCLUDED


#include "support/Peer.h"
#include <functional>
#include <memory>
#include <vector>


namespace WS::Test {


struct Seen
	/// What an input did to a peer.
{
	Events events;
	Bytes output;
	State state = State::CONNECTING;
	bool finished = false;

	bool operator == (const Seen& other) const = default;
};


std::ostream& operator << (std::ostream& stream, const Seen& seen);


using MakePeer = std::function<std::unique_ptr<Peer>()>;


template <class P, class... Arguments>
MakePeer make(Arguments... arguments)
	/// A maker of peers: make<Server>(), make<Client>(options).
{
	return [=] { return std::make_unique<P>(arguments...); };
}


Seen feed(const MakePeer& make, const Bytes& input);
	/// Gives the input to fresh peers: whole, byte by byte, cut at every position (short ones: at every
	/// two), and whole and byte by byte with the output drained one byte at a time. Long inputs are cut
	/// near their ends and at a bounded number of places between. Demands that all see the same, and
	/// returns it.


std::vector<std::size_t> cutsOf(std::size_t size);
	/// Where feed() cuts an input of that size.


} // namespace WS::Test


#endif // WSTest_Feed_INCLUDED
