//
// SoakClient.h
//
// A client that misbehaves as often as not.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef SoakClient_INCLUDED
#define SoakClient_INCLUDED


#include <Poco/Net/SocketAddress.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>


namespace Soak {


using Clock = std::chrono::steady_clock;


class SoakClient
	/// One connection after another, each with another end in mind. Throws std::runtime_error when the server does what it must
	/// not, or nothing at all.
{
public:
	SoakClient(const Poco::Net::SocketAddress& server, std::mt19937& random, int poller);

	~SoakClient();

	SoakClient(const SoakClient&) = delete;
	SoakClient& operator = (const SoakClient&) = delete;

	void start();
		/// The next connection.

	void ready(std::uint32_t events);
		/// What epoll says of the socket.

	void tick(Clock::time_point now);
		/// Does what is due; from time to time.

	std::size_t served() const { return _served; }
		/// Connections that have been opened and ended.

private:
	enum class Plan: std::uint8_t
	{
		TALK,                // messages, each when the one before has come back, and a closing handshake
		RESET,               // the same, and a reset within a frame
		HALF_CLOSE,          // the same, and an end of what we send
		IDLE,                // nothing for a while, and a closing handshake
		STALL,               // a lot that is never read, and a reset
		RECOVER,             // a lot that is read late, and a closing handshake
		HALF_HEAD,           // half a request, and a reset
		GARBAGE              // what is no frame
	};

	enum class Phase: std::uint8_t
	{
		CONNECTING,
		UPGRADING,
		OPEN,
		LEAVING              // waits for the server to end the connection
	};

	void connected();
	void opened();
	void receive();
	void consume();
	bool takeHead();
	bool takeFrame();
	void answer(unsigned opcode, std::string_view payload);
	void echoed(std::string_view payload, bool compressed);
	void sendMessage(std::size_t size);
	void sendFrame(unsigned opcode, std::string_view payload);
	void leave();
	void reset();
	void write();
	void watch();
	void finish();
	void wait(int least, int most);
	std::size_t below(std::size_t limit);

	const Poco::Net::SocketAddress _server;
	std::mt19937& _random;
	const int _poller;
	int _socket = -1;
	Plan _plan = Plan::TALK;
	Phase _phase = Phase::CONNECTING;
	Clock::time_point _due;              // the next step of the plan; never: it waits for the server
	Clock::time_point _progress;
	std::string _in;
	std::string _out;
	std::string _expected;               // the payload of the message that is to come back
	std::size_t _messages = 0;           // that are still to be sent
	std::size_t _served = 0;
	bool _reading = true;
};


} // namespace Soak


#endif // SoakClient_INCLUDED
