//
// main.cpp
//
// The conformance suite over the drivers, without sockets:
//
//     ws-conformance-report server|client [CASE]…
//
// CASE is a pattern such as 6.* or 9.1. The exit code is 1 if a case has failed.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/memory/DriverTransport.h"
#include "conformance/suite/Report.h"
#include <algorithm>
#include <iostream>


namespace {


constexpr int USAGE = 2;
constexpr std::chrono::hours FOREVER(1);        // nothing is waited for in memory


template <class TestedTransport>
bool report(Conformance::Peer peer, const Conformance::Cases& cases)
{
	Conformance::Report report(std::cout);
	for (const auto& c: cases)
	{
		TestedTransport transport;
		report.add(c, run(c, transport, {.peer = peer, .timeout = FOREVER}));
	}
	report.summarise();
	return report.passed();
}


} // namespace


int main(int argc, char** argv)
try
{
	const std::string role = argc > 1 ? argv[1] : "";
	const auto cases = Conformance::select(Conformance::allCases(), std::vector<std::string>(argv + std::min(argc, 2), argv + argc), {});
	if ((role != "server" && role != "client") || cases.empty())
	{
		std::cerr << "usage: ws-conformance-report server|client [CASE]...\n";
		return USAGE;
	}
	const bool passed = role == "server"
		? report<Conformance::ServerTransport>(Conformance::Peer::SERVER, cases)
		: report<Conformance::ClientTransport>(Conformance::Peer::CLIENT, cases);
	return passed ? 0 : 1;
}
catch (const std::exception& exception)
{
	std::cerr << "ws-conformance-report: " << exception.what() << std::endl;
	return 1;
}
