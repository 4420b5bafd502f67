//
// PingCallbacks.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_PingCallbacks_INCLUDED
#define WS_PingCallbacks_INCLUDED


#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>


namespace WS {


class PingCallbacks
	/// The pings whose senders want to know when they are answered, oldest first.
{
public:
	using Callback = std::function<void(bool answered)>;

	struct Ping
	{
		std::string payload;
		Callback done;
	};

	void add(std::string_view payload, Callback done);

	std::vector<Ping> takeAnswered(std::string_view payload);
		/// Those up to and with the newest of that payload: a pong answers the pings before its own
		/// too, and a peer may answer only the newest (RFC 6455 5.5.3). None if no ping had it.

	std::vector<Ping> takeAll();

private:
	std::unique_ptr<std::vector<Ping>> _pings;       // seldom there
};


} // namespace WS


#endif // WS_PingCallbacks_INCLUDED
