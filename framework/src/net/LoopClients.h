//
// LoopClients.h
//
// The clients of an event loop.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_LoopClients_INCLUDED
#define WS_Net_LoopClients_INCLUDED


#include "Resolver.h"
#include <memory>
#include <unordered_map>


namespace WS {
namespace Net {


class Loop;
class LoopClient;


class LoopClients
	/// The clients of an event loop, and what they share.
{
public:
	explicit LoopClients(Loop& loop);

	LoopClients(const LoopClients&) = delete;
	LoopClients& operator = (const LoopClients&) = delete;

	~LoopClients();

	Resolver& resolver() { return _resolver; }

	void add(std::unique_ptr<LoopClient> client);
	void release(LoopClient& client);
		/// It is destroyed when it does not run any more.

private:
	Loop& _loop;
	Resolver _resolver;
	std::unordered_map<LoopClient*, std::unique_ptr<LoopClient>> _clients;
};


} } // namespace WS::Net


#endif // WS_Net_LoopClients_INCLUDED
