//
// LoopClients.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "LoopClients.h"
#include "LoopClient.h"


namespace WS {
namespace Net {


LoopClients::LoopClients(Loop& loop):
	_loop(loop),
	_resolver(loop)
{
}


LoopClients::~LoopClients() = default;


void LoopClients::add(std::unique_ptr<LoopClient> client)
{
	auto& added = *client;
	_clients.emplace(&added, std::move(client));
	added.begin();
}


void LoopClients::release(LoopClient& client)
{
	const auto place = _clients.find(&client);
	_loop.dispose(std::move(place->second));
	_clients.erase(place);
}


} } // namespace WS::Net
