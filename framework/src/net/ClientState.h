//
// ClientState.h
//
// What a client shares with its handles.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_ClientState_INCLUDED
#define WS_Net_ClientState_INCLUDED


#include "WS/Net/Handle.h"
#include <memory>
#include <mutex>
#include <string>


namespace WS {
namespace Net {


class Loop;
class EventClient;


class ClientState: public std::enable_shared_from_this<ClientState>
	/// What a client shares with its handles, which may outlive it.
{
public:
	ClientState(Loop& loop, EventClient& client);

	// From any thread

	Handle connection() const;
	bool isOver() const;

	bool stop(CloseCode code, const std::string& reason, bool abort);
		/// The application wants no more of it. False: it was said before, or it is over.

	// From the loop's

	bool isStopped() const;
	void connected(Handle connection);
	void disconnected();
	void end();
		/// The client goes.

private:
	mutable std::mutex _mutex;
	Loop* _loop;                 // null: it is over
	EventClient* _client;         // for the loop's thread
	Handle _connection;
	bool _stopped = false;
};


} } // namespace WS::Net


#endif // WS_Net_ClientState_INCLUDED
