//
// Observer.h
//
// A listener that checks the order of events and sums them up.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSFuzz_Observer_INCLUDED
#define WSFuzz_Observer_INCLUDED


#include "Plan.h"
#include "WS/Driver.h"
#include <cstddef>
#include <cstdint>
#include <string>


namespace WS::Fuzz {


struct Thrown
	/// What an Observer throws with Reaction::THROW.
{
};


struct Seen
	/// What an input did to a driver. Events are a checksum, because comparing them is all that is done.
{
	std::uint64_t events = 0;
	std::size_t count = 0;
	State state = State::CONNECTING;

	bool operator == (const Seen& other) const = default;
};


class Observer: public Listener
	/// Demands in each event what Listener and RFC 6455 promise, and reacts as planned.
	/// Writes the driver's output to a string.
{
public:
	Observer(const Plan& plan, std::string& written, bool tells);
		/// tells: also prints the events.

	void watch(Driver& driver, const Options& options);
		/// To be called before the driver is.

	void write(std::size_t size);
		/// The first size bytes of the output.

	void checkState();
		/// It never goes back.

	Seen seen() const;

	std::size_t sent() const;
		/// Bytes on the wire for what reactions sent, at most.

	std::size_t pings() const;
		/// Pings that reactions sent.

	bool isOver() const;
		/// onClose was called.

	void checkEnd() const;
		/// There was a close, and every ping's callback was called.

	void onConnect(const Request& request) override;
	void onOpen() override;
	void onMessage(Message& message) override;
	void onPing(std::string_view payload) override;
	void onPong(std::string_view payload) override;
	void onError(const Failure& failure) override;
	void onClose(CloseCode code, std::string_view reason) override;

private:
	void note(char kind, unsigned code, std::string_view payload);
	void add(std::uint64_t part);
	void startOrAnswer();
	void react(bool reacts, std::string_view payload, Message* message = nullptr);
	void ping();

	const Plan& _plan;
	std::string& _written;
	Driver* _driver = nullptr;
	std::uint64_t _events = 0;
	std::size_t _count = 0;
	std::size_t _maxLength = 0;
	std::size_t _sent = 0;
	std::size_t _pings = 0;
	std::size_t _pingsDone = 0;
	std::size_t _throws = 0;
	std::string _failure;
	CloseCode _failureCode = CloseCode::NO_STATUS;
	State _state = State::CONNECTING;
	bool _tells;
	bool _connected = false;
	bool _opened = false;
	bool _failed = false;
	bool _closed = false;
};


} // namespace WS::Fuzz


#endif // WSFuzz_Observer_INCLUDED
