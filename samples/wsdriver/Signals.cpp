//
// Signals.cpp
//
// Ctrl-C and its relatives.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Signals.h"
#include <utility>


namespace Tool {


Signals::Signals(std::function<void()> again):
	_again(std::move(again))
{
	sigemptyset(&_signals);
	for (const int signal: {SIGINT, SIGTERM, SIGHUP}) sigaddset(&_signals, signal);
	pthread_sigmask(SIG_BLOCK, &_signals, &_before);
	_thread = std::thread(&Signals::wait, this);
}


Signals::~Signals()
{
	_stopped = true;
	pthread_kill(_thread.native_handle(), SIGTERM);
	_thread.join();
	pthread_sigmask(SIG_SETMASK, &_before, nullptr);
}


bool Signals::arrived() const
{
	return _arrived;
}


int Signals::descriptor() const
{
	return _pipe.readHandle();
}


void Signals::wait()
{
	while (true)
	{
		int signal = 0;
		sigwait(&_signals, &signal);
		if (_stopped) return;
		if (_arrived.exchange(true)) _again();
		else _pipe.writeBytes("", 1);
	}
}


} // namespace Tool
