//
// NetClient.h
//
// A client of an event loop for tests.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_NetClient_INCLUDED
#define WSTest_NetClient_INCLUDED


#include "WS/Net/ClientConnection.h"
#include "WS/Net/ClientHandle.h"
#include "WS/Net/ConnectionListener.h"
#include "net/EventClient.h"
#include "net/NetServer.h"
#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>


namespace WS::Test {


using Lines = std::vector<std::string>;


class Diary: public Net::ConnectionListener
	/// Writes down what it hears.
{
public:
	Diary(Lines& lines, Net::ClientConnection& connection, Net::Loop* loop = nullptr):
		connection(connection),
		_lines(lines),
		_loop(loop)
	{
	}

	void onOpen() override { add("open"); }
	void onMessage(Message& message) override { add("message " + std::string(message.payload)); }
	void onError(const Failure&) override { add("error"); }
	void onClose(CloseCode code, std::string_view) override { add("closed " + std::to_string(static_cast<int>(code))); }

	void onEnd(const Net::CloseInfo& info) override
	{
		add("end: " + std::string(Net::toString(info.cause)) + (connection.retryIn() ? ", again" : ""));
	}

	Net::ClientConnection& connection;

private:
	void add(const std::string& line)
	{
		_lines.push_back(line);
		if (_loop) _loop->post([] {});        // perhaps there is nothing to wait for
	}

	Lines& _lines;
	Net::Loop* _loop;
};


struct NetClient
	/// A client on a loop whose time passes when told to.
{
	explicit NetClient(const Poco::URI& uri): uri(uri) {}

	NetClient& connect()
	{
		client = Net::EventClient::connect(loop, uri, listener, options);
		return *this;
	}

	void reconnecting() { options.reconnect.emplace(); }

	const Lines& run(const std::string& until, std::size_t count = 1)
		/// Until there are so many lines that begin so.
	{
		const auto limit = Net::Clock::now() + std::chrono::seconds(PATIENCE);
		while (std::count_if(lines.begin(), lines.end(), [&](const auto& line) { return line.starts_with(until); }) < static_cast<std::ptrdiff_t>(count))
		{
			if (Net::Clock::now() > limit) throw Poco::TimeoutException(until);
			loop.turn();
		}
		return lines;
	}

	void pass(std::chrono::milliseconds time)
	{
		now += time;
		for (int i = 0; i < 3; ++i) loop.turn(false);
	}

	Net::Deadline now{std::chrono::hours(1)};
	Net::Loop loop{[this] { return now; }};
	Poco::URI uri;
	Lines lines;
	Net::ClientListenerFunction listener = [this](Net::ClientConnection& connection) { return std::make_unique<Diary>(lines, connection, &loop); };
	Net::ClientOptions options;
	Net::ClientHandle client;
};


} // namespace WS::Test


#endif // WSTest_NetClient_INCLUDED
