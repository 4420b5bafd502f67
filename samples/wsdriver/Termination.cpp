//
// Termination.cpp
//
// The signals that end a server.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Termination.h"
#include <atomic>
#include <thread>
#include <utility>


namespace Tool {


namespace {


class FurtherSignals
	/// Calls the function, on a thread of its own, for each signal that comes as long as it exists.
{
public:
	FurtherSignals(const Termination& termination, const std::function<void()>& function):
		_thread([this, &termination, &function] { watch(termination, function); })
	{
	}

	~FurtherSignals()
	{
		_stopped = true;
		pthread_kill(_thread.native_handle(), SIGTERM);
		_thread.join();
	}

	FurtherSignals(const FurtherSignals&) = delete;
	FurtherSignals& operator = (const FurtherSignals&) = delete;

private:
	void watch(const Termination& termination, const std::function<void()>& function)
	{
		while (true)
		{
			termination.wait();
			if (_stopped) return;
			function();
		}
	}

	std::atomic<bool> _stopped{false};
	std::thread _thread;
};


} // namespace


Termination::Termination()
{
	sigemptyset(&_signals);
	for (const int signal: {SIGINT, SIGTERM, SIGQUIT}) sigaddset(&_signals, signal);
	struct sigaction hangUp = {};
	sigaction(SIGHUP, nullptr, &hangUp);
	if (hangUp.sa_handler != SIG_IGN) sigaddset(&_signals, SIGHUP);        // nohup: sigwait() would get it all the same

	sigset_t blocked = _signals;
	sigaddset(&blocked, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
}


void Termination::setHangUp(std::function<void()> hangUp)
{
	_hangUp = std::move(hangUp);
	sigaddset(&_signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &_signals, nullptr);
}


void Termination::wait() const
{
	while (!take())
		;
}


void Termination::during(const std::function<void()>& work, const std::function<void()>& again) const
{
	const FurtherSignals further(*this, again);
	work();
}


bool Termination::take() const
	/// False: it was a hang-up, and the server goes on.
{
	int signal = 0;
	sigwait(&_signals, &signal);
	if (signal != SIGHUP || !_hangUp) return true;
	_hangUp();
	return false;
}


} // namespace Tool
