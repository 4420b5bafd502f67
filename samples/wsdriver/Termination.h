//
// Termination.h
//
// The signals that end a server.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_Termination_INCLUDED
#define WSDriver_Termination_INCLUDED


#include <csignal>
#include <functional>


namespace Tool {


class Termination
	/// Takes SIGINT, SIGTERM and SIGQUIT, and SIGHUP unless the program was started to ignore it, from its construction on. To
	/// be made by a program with one thread. SIGPIPE is kept away: Poco's sockets with TLS do nothing about it.
{
public:
	Termination();

	void setHangUp(std::function<void()> hangUp);
		/// What SIGHUP does in place of ending the server, also where it was to be ignored.

	void wait() const;
		/// Until one of the signals comes.

	void during(const std::function<void()>& work, const std::function<void()>& again) const;
		/// Does the work; a further signal meanwhile calls again, on another thread: the user is tired of waiting.

private:
	bool take() const;

	sigset_t _signals;
	std::function<void()> _hangUp;
};


} // namespace Tool


#endif // WSDriver_Termination_INCLUDED
