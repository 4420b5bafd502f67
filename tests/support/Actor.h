//
// Actor.h
//
// A driver with a hook in everything that it calls: events, ping callbacks and decisions.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Actor_INCLUDED
#define WSTest_Actor_INCLUDED


#include "support/Peer.h"


namespace WS::Test {


enum class Moment
	/// Where a driver calls its application.
{
	CREATE_PROTOCOL,
	ACCEPT_REQUEST,
	SELECT_PROTOCOL,
	DECORATE_RESPONSE,
	ON_CONNECT,
	ON_OPEN,
	ON_MESSAGE,
	ON_PING,
	ON_PONG,
	PING_ANSWERED,
	PING_UNANSWERED,
	ON_ERROR,
	ON_CLOSE
};


std::ostream& operator << (std::ostream& stream, Moment moment);


bool isDecision(Moment moment);


class Actor: public Recorder
	/// Writes down the events, the ping callbacks and the output of a driver.
{
public:
	Actor();

	std::function<void(Moment)> onMoment;
		/// Called in each, after it was written down.

	bool startsInOnConnect = false;
	bool accepts = true;

	void serve(Options options = {});
		/// A server that parses the request itself.

	void serve(Request request, Options options = {});
	void connect(Options options = {});
		/// A client with fixed keys.

	Driver& driver();
	ServerDriver* server();
		/// Null: it is a client.

	void receive(const Bytes& bytes);
	bool ping(const std::string& payload);

	std::size_t written() const;
		/// Size of the output so far, whether it still waits or not.

	Bytes output();
		/// All output so far.

	void drain();
	const std::string& pings() const;
		/// "a+b-": that of payload a was answered, that of b was not.

	void meet(Moment moment);

private:
	std::unique_ptr<Driver> _driver;
	ServerDriver* _server = nullptr;
	Bytes _output;
	std::string _pings;
};


} // namespace WS::Test


#endif // WSTest_Actor_INCLUDED
