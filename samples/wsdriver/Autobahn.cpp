//
// Autobahn.cpp
//
// wsdriver autobahn: the client that the conformance suite tests.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Autobahn.h"
#include <Poco/Exception.h>
#include <Poco/NumberParser.h>
#include <iostream>
#include <unistd.h>


namespace Tool {


namespace {


constexpr std::size_t MAX_MESSAGE = 64 * 1024 * 1024;        // the suite sends up to 16 MiB
const Poco::Timespan PATIENCE(60, 0);


class FuzzingServer
	/// A connection to it has one purpose, which its path tells.
{
public:
	explicit FuzzingServer(const AutobahnOptions& options):
		_base(toURI(options.url)),
		_agent(options.agent),
		_tls(options.tls)
	{
	}

	int caseCount() const
	{
		const auto client = connected("getCaseCount", {});
		const auto message = client->receive(PATIENCE);
		int count = 0;
		if (message && Poco::NumberParser::tryParse(message->payload, count) && count >= 0) return count;
		throw Poco::DataFormatException("the server did not tell how many cases it has");
	}

	void run(int number) const
	{
		const auto client = connected("runCase", {{"case", std::to_string(number)}, {"agent", _agent}});
		while (const auto message = client->receive(PATIENCE))
		{
			if (message->isText()) client->text(message->payload);
			else client->binary(message->payload);
		}
	}

	void updateReports() const
	{
		const auto client = connected("updateReports", {{"agent", _agent}});
		while (client->receive(PATIENCE))
			;
	}

private:
	std::unique_ptr<WS::Net::WebSocketClient> connected(const std::string& command, const Poco::URI::QueryParameters& parameters) const
	{
		Poco::URI uri(_base);
		const auto& path = _base.getPath();
		uri.setPath(path + (path.ends_with('/') ? "" : "/") + command);
		if (!parameters.empty()) uri.setQueryParameters(parameters);

		WS::Options options;
		options.maxLength = MAX_MESSAGE;
		auto client = std::make_unique<WS::Net::WebSocketClient>(uri, std::move(options));
		setTLS(*client, _tls);
		connect(*client);
		return client;
	}

	const Poco::URI _base;
	const std::string _agent;
	const TLSOptions _tls;
};


void showProgress(int number, int count)
	/// One line that counts up on a terminal, else a line for each case.
{
	const bool terminal = isatty(STDERR_FILENO);
	std::cerr << (terminal ? "\r" : "") << "case " << number << " of " << count;
	if (!terminal || number == count) std::cerr << '\n';
	std::cerr << std::flush;
}


} // namespace


bool autobahn(const AutobahnOptions& options)
{
	const FuzzingServer server(options);
	const int count = server.caseCount();
	int failed = 0;
	for (int number = 1; number <= count; ++number)
	{
		showProgress(number, count);
		try
		{
			server.run(number);
		}
		catch (const Poco::TimeoutException& exception)
		{
			std::cerr << "\nwsdriver: case " << number << ": " << exception.displayText() << '\n';
			++failed;
		}
	}
	server.updateReports();
	std::cerr << count - failed << " of " << count << " cases run as agent " << options.agent << "; the report is the server's\n";
	return failed == 0;
}


} // namespace Tool
