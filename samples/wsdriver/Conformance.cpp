//
// Conformance.cpp
//
// wsdriver conformance: tests a server.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Conformance.h"
#include "Client.h"
#include "Harmless.h"
#include "TCPTransport.h"
#include "UsageError.h"
#include "WS/ClientDriver.h"
#include "conformance/suite/Report.h"
#include <Poco/Exception.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/HostEntry.h>
#include <Poco/Net/NetException.h>
#include <chrono>
#include <iostream>
#include <memory>
#include <random>
#include <stdexcept>
#include <unistd.h>


namespace Tool {


namespace {


constexpr int MAX_FAILED_HANDSHAKES = 3;


Poco::URI toServer(const std::string& url)
{
	const auto uri = toURI(url);
	if (uri.getScheme() != "ws") throw UsageError("conformance speaks plain ws only, not wss");
	WS::Listener listener;
	const WS::ClientDriver driver(listener, uri);        // throws if it is not quite right
	return uri;
}


std::vector<Poco::Net::SocketAddress> resolve(const Poco::URI& uri)
try
{
	Poco::Net::IPAddress address;
	if (Poco::Net::IPAddress::tryParse(uri.getHost(), address)) return {Poco::Net::SocketAddress(address, uri.getPort())};

	const auto entry = Poco::Net::DNS::hostByName(uri.getHost());
	std::vector<Poco::Net::SocketAddress> addresses;
	for (const auto& found: entry.addresses()) addresses.emplace_back(found, uri.getPort());
	return addresses;
}
catch (const Poco::Net::NetException& exception)
{
	throw Poco::Net::NetException("cannot connect: " + exception.displayText());
}


Conformance::Cases select(const ConformanceOptions& options)
	/// A pattern that fits nothing is a slip of the pen.
{
	const auto all = Conformance::allCases();
	for (const auto* patterns: {&options.cases, &options.skipped})
		for (const auto& pattern: *patterns)
			if (Conformance::select(all, {pattern}, {}).empty()) throw UsageError("there is no case " + pattern);

	auto cases = Conformance::select(all, options.cases, options.skipped);
	if (cases.empty()) throw UsageError("no case is left");
	return cases;
}


class Progress
	/// A line on the terminal that tells what is running, as long as it exists.
{
public:
	Progress(std::size_t number, std::size_t count, const std::string& id)
	{
		if (!isatty(STDERR_FILENO)) return;
		_line = "case " + std::to_string(number) + " of " + std::to_string(count) + ": " + id;
		std::cerr << '\r' << _line << std::flush;
	}

	~Progress()
	{
		if (!_line.empty()) std::cerr << '\r' << std::string(_line.size(), ' ') << '\r' << std::flush;
	}

	Progress(const Progress&) = delete;
	Progress& operator = (const Progress&) = delete;

private:
	std::string _line;
};


class Gone: public std::runtime_error
	/// The server was there, and is no more.
{
public:
	using std::runtime_error::runtime_error;
};


class TestedServer
{
public:
	explicit TestedServer(const ConformanceOptions& options):
		_uri(toServer(options.url)),
		_addresses(resolve(_uri)),
		_conditions{.timeout = std::chrono::duration_cast<Conformance::Clock::duration>(std::chrono::duration<double>(options.timeout))}
	{
		if (options.full) _conditions.messages = Conformance::ALL_MESSAGES;
	}

	Conformance::Result run(const Conformance::Case& c)
	{
		_conditions.seed = _seeds();
		std::unique_ptr<TCPTransport> transport;
		try
		{
			transport = std::make_unique<TCPTransport>(_addresses, _uri, c.negotiation.offer, Conformance::Clock::now() + _conditions.timeout);
		}
		catch (const Refusal& exception)
		{
			// An offer is declined, not refused; but a server that does that is still there.
			if (c.negotiation.kind == Conformance::Negotiation::NONE) return withoutConnection(c, exception);
			return {Conformance::Result::FAILED, harmless(exception.message())};
		}
		catch (const Poco::Net::NetException& exception)
		{
			return withoutConnection(c, exception);
		}
		_opened = true;
		_failedHandshakes = 0;
		return Conformance::run(c, *transport, _conditions);
	}

private:
	Conformance::Result withoutConnection(const Conformance::Case& c, const Poco::Net::NetException& exception)
	{
		if (!_opened) exception.rethrow();
		if (++_failedHandshakes == MAX_FAILED_HANDSHAKES) throw Gone("given up at case " + c.id + ": " + exception.message());
		return {Conformance::Result::FAILED, "no connection: " + harmless(exception.message())};
	}

	const Poco::URI _uri;
	const std::vector<Poco::Net::SocketAddress> _addresses;
	Conformance::Conditions _conditions;
	std::random_device _seeds;
	bool _opened = false;
	int _failedHandshakes = 0;
};


void runAll(const Conformance::Cases& cases, TestedServer& server, Conformance::Report& report)
{
	std::size_t number = 0;
	for (const auto& c: cases)
	{
		Conformance::Result result;
		{
			const Progress progress(++number, cases.size(), c.id);
			result = server.run(c);
		}
		report.add(c, result);
	}
}


} // namespace


bool conformance(const ConformanceOptions& options)
{
	const auto cases = select(options);
	TestedServer server(options);
	Conformance::Report report(std::cout, options.quiet);
	try
	{
		runAll(cases, server, report);
	}
	catch (const Gone&)
	{
		report.summarise();
		throw;
	}
	report.summarise();
	if (!std::cout) throw Poco::WriteFileException("cannot write to standard output");
	return report.passed();
}


} // namespace Tool
