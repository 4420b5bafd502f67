//
// main.cpp
//
// The conformance suite over the drivers, without sockets:
//
//     ws-conformance-report server|client [--octets] [CASE]…
//
// CASE is a pattern such as 6.* or 9.1. With --octets the driver gets what is sent octet by octet, whatever the manner of
// the case: a frame in one read takes another way through it than one in many. The exit code is 1 if a case has failed.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/memory/DriverTransport.h"
#include "conformance/suite/Report.h"
#include <iostream>


namespace {


constexpr int USAGE = 2;
constexpr std::chrono::hours FOREVER(1);        // nothing is waited for in memory


template <class TestedTransport>
Conformance::Result judge(Conformance::Peer peer, const Conformance::Case& c, std::size_t read)
	/// Nothing that is received may make a driver throw, or fire what it must not.
{
	try
	{
		TestedTransport transport(read);
		const auto result = run(c, transport, {.peer = peer, .timeout = FOREVER});
		if (result.verdict == Conformance::Result::FAILED || transport.fault().empty()) return result;
		return {Conformance::Result::FAILED, transport.fault()};
	}
	catch (const std::exception& exception)
	{
		return {Conformance::Result::FAILED, std::string("threw: ") + exception.what()};
	}
}


template <class TestedTransport>
bool report(Conformance::Peer peer, const Conformance::Cases& cases, std::size_t read)
{
	Conformance::Report report(std::cout);
	for (const auto& c: cases) report.add(c, judge<TestedTransport>(peer, c, read));
	report.summarise();
	return report.passed();
}


int usage()
{
	std::cerr << "usage: ws-conformance-report server|client [--octets] [CASE]...\n";
	return USAGE;
}


} // namespace


int main(int argc, char** argv)
try
{
	std::vector<std::string> arguments(argv + 1, argv + argc);
	const bool octets = std::erase(arguments, "--octets") > 0;
	if (arguments.empty()) return usage();
	const auto role = arguments.front();
	arguments.erase(arguments.begin());
	const auto cases = Conformance::select(Conformance::allCases(), arguments, {});
	if ((role != "server" && role != "client") || cases.empty()) return usage();

	const auto read = octets ? 1 : Conformance::DriverTransport::READ;
	const bool passed = role == "server"
		? report<Conformance::ServerTransport>(Conformance::Peer::SERVER, cases, read)
		: report<Conformance::ClientTransport>(Conformance::Peer::CLIENT, cases, read);
	return passed ? 0 : 1;
}
catch (const std::exception& exception)
{
	std::cerr << "ws-conformance-report: " << exception.what() << std::endl;
	return 1;
}
