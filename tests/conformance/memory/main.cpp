//
// main.cpp
//
// The conformance suite over the drivers, without sockets:
//
//     ws-conformance-report server|client [--octets] [--messages N | --full] [--deflate OPTIONS] [CASE]…
//
// CASE is a pattern such as 6.* or 9.1. With --octets the driver gets what is sent octet by octet, whatever the manner of
// the case: a frame in one read takes another way through it than one in many. --messages is how many each case of groups
// 12 and 13 sends, 20 if it is not given and 1000, as the public suite does, with --full. --deflate gives the options of
// permessage-deflate, as DeflateOptions::parse reads them. The exit code is 1 if a case has failed.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/memory/DriverTransport.h"
#include "conformance/suite/Report.h"
#include <Poco/NumberParser.h>
#include <algorithm>
#include <iostream>


namespace {


constexpr int USAGE = 2;
constexpr std::chrono::hours FOREVER(1);        // nothing is waited for in memory


struct Settings
{
	Conformance::DriverSettings driver;
	Conformance::Conditions conditions{.timeout = FOREVER, .limited = true};
};


template <class TestedTransport>
Conformance::Result judge(const Conformance::Case& c, const Settings& settings)
	/// Nothing that is received may make a driver throw, or fire what it must not.
{
	try
	{
		TestedTransport transport(c.negotiation, settings.driver);
		const auto result = run(c, transport, settings.conditions);
		if (result.verdict == Conformance::Result::FAILED || transport.fault().empty()) return result;
		return {Conformance::Result::FAILED, transport.fault()};
	}
	catch (const std::exception& exception)
	{
		return {Conformance::Result::FAILED, std::string("threw: ") + exception.what()};
	}
}


template <class TestedTransport>
bool report(const Conformance::Cases& cases, const Settings& settings)
{
	Conformance::Report report(std::cout);
	for (const auto& c: cases) report.add(c, judge<TestedTransport>(c, settings));
	report.summarise();
	return report.passed();
}


int usage()
{
	std::cerr << "usage: ws-conformance-report server|client [--octets] [--messages N | --full] [--deflate OPTIONS] [CASE]...\n";
	return USAGE;
}


std::optional<std::string> takeOption(std::vector<std::string>& arguments, const std::string& name)
	/// Its value; empty if there is none.
{
	const auto option = std::find(arguments.begin(), arguments.end(), name);
	if (option == arguments.end()) return std::nullopt;

	const auto end = option + std::min<std::ptrdiff_t>(2, arguments.end() - option);
	auto value = end - option == 2 ? option[1] : std::string();
	arguments.erase(option, end);
	return value;
}


bool takeOptions(std::vector<std::string>& arguments, Settings& settings)
	/// False: they are wrong.
{
	if (std::erase(arguments, "--octets") > 0) settings.driver.read = 1;
	if (std::erase(arguments, "--full") > 0) settings.conditions.messages = Conformance::ALL_MESSAGES;
	if (const auto text = takeOption(arguments, "--deflate")) settings.driver.deflate = WS::DeflateOptions::parse(*text);
	const auto messages = takeOption(arguments, "--messages");
	return !messages || (Poco::NumberParser::tryParse(*messages, settings.conditions.messages) && settings.conditions.messages > 0);
}


} // namespace


int main(int argc, char** argv)
try
{
	std::vector<std::string> arguments(argv + 1, argv + argc);
	Settings settings;
	if (!takeOptions(arguments, settings) || arguments.empty()) return usage();
	const auto role = arguments.front();
	arguments.erase(arguments.begin());
	const bool isServer = role == "server";
	auto& peer = settings.conditions.peer;
	peer = isServer ? Conformance::Peer::SERVER : Conformance::Peer::CLIENT;
	const auto cases = Conformance::select(Conformance::allCases(peer), arguments, {});
	if ((!isServer && role != "client") || cases.empty()) return usage();

	const bool passed = isServer ? report<Conformance::ServerTransport>(cases, settings) : report<Conformance::ClientTransport>(cases, settings);
	return passed ? 0 : 1;
}
catch (const std::exception& exception)
{
	std::cerr << "ws-conformance-report: " << exception.what() << std::endl;
	return 1;
}
