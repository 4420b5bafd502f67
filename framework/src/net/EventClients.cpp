//
// EventClients.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "EventClients.h"
#include "EventClient.h"


namespace WS {
namespace Net {


EventClients::EventClients(Loop& loop):
	_loop(loop),
	_resolver(loop)
{
}


EventClients::~EventClients() = default;


void EventClients::add(std::unique_ptr<EventClient> client)
{
	auto& added = *client;
	_clients.emplace(&added, std::move(client));
	added.begin();
}


void EventClients::release(EventClient& client)
{
	const auto place = _clients.find(&client);
	_loop.dispose(std::move(place->second));
	_clients.erase(place);
}


} } // namespace WS::Net
