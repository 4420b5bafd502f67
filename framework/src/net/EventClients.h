//
// EventClients.h
//
// The clients of an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_EventClients_INCLUDED
#define WS_Net_EventClients_INCLUDED


#include "Resolver.h"
#include <memory>
#include <unordered_map>


namespace WS {
namespace Net {


class Loop;
class EventClient;


class EventClients
	/// The clients of an event loop, and what they share.
{
public:
	explicit EventClients(Loop& loop);

	EventClients(const EventClients&) = delete;
	EventClients& operator = (const EventClients&) = delete;

	~EventClients();

	Resolver& resolver() { return _resolver; }

	void add(std::unique_ptr<EventClient> client);
	void release(EventClient& client);
		/// It is destroyed when it does not run any more.

private:
	Loop& _loop;
	Resolver _resolver;
	std::unordered_map<EventClient*, std::unique_ptr<EventClient>> _clients;
};


} } // namespace WS::Net


#endif // WS_Net_EventClients_INCLUDED
