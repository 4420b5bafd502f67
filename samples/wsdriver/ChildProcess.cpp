//
// ChildProcess.cpp
//
// A function that runs at its own risk.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ChildProcess.h"
#include <Poco/Exception.h>
#include <Poco/NumberFormatter.h>
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>


namespace Tool {


namespace {


constexpr pid_t GONE = 0;


sigset_t childSignal()
{
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	return signals;
}


timespec toTimespec(std::chrono::nanoseconds time)
{
	const auto whole = std::chrono::duration_cast<std::chrono::seconds>(time);
	return {whole.count(), (time - whole).count()};
}


[[noreturn]] void throwSystemError(const char* what)
{
	throw Poco::SystemException(what, std::strerror(errno));
}


} // namespace


ChildProcess::ChildProcess(const std::function<std::string()>& function):
	_report(memfd_create("report", MFD_CLOEXEC))        // takes any size, and nobody can keep it open against us
{
	if (_report < 0) throwSystemError("cannot make a report");
	const auto parent = getpid();
	const auto signals = childSignal();
	signal(SIGCHLD, SIG_DFL);        // whoever has started us may ignore it
	pthread_sigmask(SIG_BLOCK, &signals, &_before);
	_id = fork();
	if (_id < 0)
	{
		close(_report);
		throwSystemError("cannot start a process");
	}
	if (_id != 0) return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() == parent) run(function);
	_exit(EXIT_FAILURE);
}


ChildProcess::~ChildProcess()
{
	if (_id != GONE)
	{
		kill(_id, SIGKILL);
		while (waitpid(_id, nullptr, 0) < 0 && errno == EINTR)
			;
	}
	close(_report);
	pthread_sigmask(SIG_SETMASK, &_before, nullptr);
}


void ChildProcess::run(const std::function<std::string()>& function) const
{
	const rlimit nothing = {0, 0};
	setrlimit(RLIMIT_CORE, &nothing);
	const int null = open("/dev/null", O_RDWR);
	for (const int standard: {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(null, standard);
	close(null);
	pthread_sigmask(SIG_SETMASK, &_before, nullptr);
	const auto report = function();
	const bool isWritten = pwrite(_report, report.data(), report.size(), 0) == static_cast<ssize_t>(report.size());
	_exit(isWritten ? EXIT_SUCCESS : EXIT_FAILURE);        // what was loaded is not asked to clean up
}


bool ChildProcess::hasEnded(double seconds)
{
	using Clock = std::chrono::steady_clock;
	const auto signals = childSignal();
	const auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
	for (;;)
	{
		const auto left = std::max(Clock::duration::zero(), until - Clock::now());
		if (waitpid(_id, &_status, WNOHANG) == _id)
		{
			_id = GONE;
			return true;
		}
		if (left == Clock::duration::zero()) return false;
		const auto timeout = toTimespec(left);
		sigtimedwait(&signals, nullptr, &timeout);
	}
}


std::string ChildProcess::waitFor(double seconds)
{
	if (!hasEnded(seconds)) return "hangs: it has not returned within " + Poco::NumberFormatter::format(seconds) + " seconds";
	if (WIFSIGNALED(_status))
	{
		const int number = WTERMSIG(_status);
		return "crashed with signal " + std::to_string(number) + " (" + strsignal(number) + ")";
	}
	if (WEXITSTATUS(_status) != EXIT_SUCCESS || report().empty()) return "called exit(" + std::to_string(WEXITSTATUS(_status)) + ")";
	return {};
}


std::string ChildProcess::report() const
{
	std::string report(static_cast<std::size_t>(std::max<off_t>(0, lseek(_report, 0, SEEK_END))), '\0');
	const auto size = pread(_report, report.data(), report.size(), 0);
	report.resize(static_cast<std::size_t>(std::max<ssize_t>(0, size)));
	return report;
}


} // namespace Tool
