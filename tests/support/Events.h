//
// Events.h
//
// What a listener heard, as a value, and the listener that records it.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Events_INCLUDED
#define WSTest_Events_INCLUDED


#include "WS/Driver.h"
#include "support/Bytes.h"
#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <optional>
#include <vector>


namespace WS {


std::ostream& operator << (std::ostream& stream, State state);
std::ostream& operator << (std::ostream& stream, Error error);
	/// For reports, in the library's namespace so that Boost.Test finds them.


} // namespace WS


namespace WS::Test {


struct Event
{
	enum Kind
	{
		CONNECT,
		OPENED,
		TEXT_MESSAGE,
		BINARY_MESSAGE,
		PINGED,
		PONGED,
		FAILED,
		CLOSED
	};

	Kind kind;
	Bytes payload = {};
	int code = 0;
	Error error = Error::NONE;

	bool operator == (const Event& other) const = default;
};


const char WHY[] = "(the error's message)";
	/// Stands in closed() for the reason that onClose reports after a failure.


Event connect(std::string_view target);
Event open();
Event text(const Bytes& payload);
Event binary(const Bytes& payload);
Event ping(const Bytes& payload);
Event pong(const Bytes& payload);
Event error(Error error);
Event closed(int code, std::string_view reason = {});


class Events
	/// A list of events, in order.
{
public:
	Events() = default;
	Events(std::initializer_list<Event> events): _events(events) {}

	void add(Event event) { _events.push_back(std::move(event)); }
	void clear() { _events.clear(); }

	std::size_t size() const { return _events.size(); }
	bool empty() const { return _events.empty(); }
	const Event& operator [] (std::size_t index) const { return _events[index]; }
	const Event& first() const { return _events.front(); }
	const Event& last() const { return _events.back(); }
	std::size_t count(Event::Kind kind) const;

	Events upTo(Event::Kind kind) const;
		/// Up to and with the first of that kind.

	Events& operator += (const Events& other);
	bool operator == (const Events& other) const = default;

private:
	friend std::ostream& operator << (std::ostream& stream, const Events& events);

	std::vector<Event> _events;
};


Events operator + (Events a, const Events& b);


Events failed(Error error, int code);
	/// One error, and one close with its code and its message.


std::ostream& operator << (std::ostream& stream, const Event& event);
std::ostream& operator << (std::ostream& stream, const Events& events);


class Recorder: public Listener
	/// Writes down what it hears.
{
public:
	Events events();
		/// What has been heard since the last call.

	const Failure& failure() const;
		/// What onError was told; throws if it was not called.

	std::function<void(const Event&)> onEvent;
		/// Called in each event, after it was written down.

	std::function<void(Message&)> onMessageView;
		/// Called in onMessage with the message itself, before it is written down.

	void onConnect(const Request& request) override;
	void onOpen() override;
	void onMessage(Message& message) override;
	void onPing(std::string_view payload) override;
	void onPong(std::string_view payload) override;
	void onError(const Failure& failure) override;
	void onClose(CloseCode code, std::string_view reason) override;

private:
	void record(Event event);

	Events _events;
	std::optional<Failure> _failure;
};


} // namespace WS::Test


#endif // WSTest_Events_INCLUDED
