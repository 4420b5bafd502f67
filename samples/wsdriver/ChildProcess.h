//
// ChildProcess.h
//
// A function that runs at its own risk.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSDriver_ChildProcess_INCLUDED
#define WSDriver_ChildProcess_INCLUDED


#include <csignal>
#include <functional>
#include <string>
#include <sys/types.h>


namespace Tool {


class ChildProcess
	/// Runs a function in a child of this process: it may crash, exit, hang and print without harm. Dies with this object.
	/// To be made by a program with one thread.
{
public:
	explicit ChildProcess(const std::function<std::string()>& function);
		/// The function must not throw. What it prints is lost.

	~ChildProcess();

	ChildProcess(const ChildProcess&) = delete;
	ChildProcess& operator = (const ChildProcess&) = delete;

	std::string waitFor(double seconds);
		/// Returns when the function has, with an empty string; else with what has kept it from that. To be called once.

	std::string report() const;
		/// What the function has returned.

private:
	[[noreturn]] void run(const std::function<std::string()>& function) const;
	bool hasEnded(double seconds);

	sigset_t _before;
	int _report;
	pid_t _id;
	int _status = 0;
};


} // namespace Tool


#endif // WSDriver_ChildProcess_INCLUDED
