//
// Signals.h
//
// Ctrl-C and its relatives.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Signals_INCLUDED
#define WSDriver_Signals_INCLUDED


#include <Poco/Pipe.h>
#include <atomic>
#include <csignal>
#include <functional>
#include <thread>


namespace Tool {


class Signals
	/// Takes SIGINT, SIGTERM and SIGHUP as long as it exists. To be made by a program with one thread.
{
public:
	explicit Signals(std::function<void()> again);
		/// again is called, on another thread, when a further signal follows the first: the user is
		/// tired of waiting.

	~Signals();

	bool arrived() const;

	int descriptor() const;
		/// Can be read from when the first signal has arrived: to wait for it together with others.

private:
	void wait();

	const std::function<void()> _again;
	sigset_t _signals;
	sigset_t _before;
	std::atomic<bool> _arrived{false};
	std::atomic<bool> _stopped{false};
	Poco::Pipe _pipe;
	std::thread _thread;
};


} // namespace Tool


#endif // WSDriver_Signals_INCLUDED
