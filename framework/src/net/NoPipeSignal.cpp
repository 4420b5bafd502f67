//
// NoPipeSignal.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "NoPipeSignal.h"
#include <csignal>
#include <pthread.h>


namespace WS {
namespace Net {


namespace {


sigset_t pipeSignal()
{
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGPIPE);
	return signals;
}


} // namespace


NoPipeSignal::NoPipeSignal()
{
	const auto signals = pipeSignal();
	sigset_t before;
	pthread_sigmask(SIG_BLOCK, &signals, &before);
	_wasBlocked = sigismember(&before, SIGPIPE) == 1;
}


NoPipeSignal::~NoPipeSignal()
{
	if (_wasBlocked) return;

	const auto signals = pipeSignal();
	sigset_t pending;
	int signal = 0;
	if (sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1) sigwait(&signals, &signal);
	pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}


} } // namespace WS::Net
