//
// EventClientTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/EventClient.h"
#include "WS/Net/ClientConnection.h"
#include "WS/Net/ConnectionListener.h"
#include "WS/Net/EventLoop.h"
#include "net/NetHost.h"
#include "net/NetServer.h"
#include "net/TLSPair.h"
#include "support/Events.h"
#include <Poco/Exception.h>
#include <boost/test/unit_test.hpp>
#include <future>
#include <thread>


using namespace WS;
using namespace WS::Test;
using namespace std::chrono_literals;
using Net::Cause;
using Net::ClientConnection;
using Net::CloseInfo;


namespace {


using Lines = std::vector<std::string>;


class Diary: public Net::ConnectionListener
	/// Writes down what it hears.
{
public:
	Diary(Lines& lines, ClientConnection& connection, Net::Loop* loop = nullptr):
		connection(connection),
		_lines(lines),
		_loop(loop)
	{
	}

	void onOpen() override { add("open"); }
	void onMessage(Message& message) override { add("message " + std::string(message.payload)); }
	void onError(const Failure&) override { add("error"); }
	void onClose(CloseCode code, std::string_view) override { add("closed " + std::to_string(static_cast<int>(code))); }

	void onEnd(const CloseInfo& info) override
	{
		add("end: " + std::string(Net::toString(info.cause)) + (connection.retryIn() ? ", again" : ""));
	}

	ClientConnection& connection;

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

	Net::Deadline now{1h};
	Net::Loop loop{[this] { return now; }};
	Poco::URI uri;
	Lines lines;
	Net::ClientListenerFunction listener = [this](ClientConnection& connection) { return std::make_unique<Diary>(lines, connection, &loop); };
	Net::ClientOptions options;
	Net::ClientHandle client;
};


Poco::URI uriOf(const Poco::Net::SocketAddress& address)
{
	return Poco::URI("ws://user:secret@" + address.toString() + "/");
}


NetHost::Part redirecting(const std::string& location)
{
	return NetHost::answering("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 1000\r\n\r\n");
}


Script closing()
	/// A server that wants to be left alone.
{
	Script script;
	script.onOpen = [](Net::WebSocketConnection& connection) { connection.driver().close(CloseCode::GOING_AWAY); };
	return script;
}


} // namespace


BOOST_AUTO_TEST_SUITE(EventClientTest)


BOOST_AUTO_TEST_CASE(speaksWithAServer)
{
	NetServer server;
	NetClient net(server.uri());
	net.connect().run("open");
	BOOST_TEST(net.client.isConnected());
	BOOST_TEST(net.client.text("Hello"));
	net.run("message");
	BOOST_TEST(net.client.close());
	BOOST_TEST(net.run("end") == (Lines{"open", "message Hello", "closed 1000", "end: closed"}));
	BOOST_TEST(!net.client.isConnected());
	BOOST_TEST(net.client.isOver());
	BOOST_TEST(!net.client.text("late"));
	BOOST_TEST(!net.client.close());
}


BOOST_AUTO_TEST_CASE(theServersCloseIsTold)
{
	NetServer server(closing());
	NetClient net(server.uri());
	BOOST_TEST(net.connect().run("end") == (Lines{"open", "closed 1001", "end: closed"}));
}


BOOST_AUTO_TEST_CASE(nothingIsCalledBeforeTheLoopRuns)
{
	NetClient net(uriOf(closedPort()));
	net.connect();
	BOOST_TEST(net.lines.empty());
	BOOST_TEST(!net.client.isOver());
	BOOST_TEST(!net.client.isConnected());
}


BOOST_AUTO_TEST_CASE(whatCannotConnectIsToldOnce)
{
	NetClient net(uriOf(closedPort()));
	BOOST_TEST(net.connect().run("end") == (Lines{"end: transport lost"}));
	net.pass(1h);
	BOOST_TEST(net.lines.size() == 1u);
	BOOST_TEST(net.client.isOver());
}


BOOST_AUTO_TEST_CASE(theTimeoutIsOneForAllStages)
{
	FullHost full;
	NetHost silent([](NetSocket& socket) { socket.readToEnd(); });
	for (const auto& address: {full.address(), silent.address()})
	{
		NetClient net(uriOf(address));
		net.options.connectTimeout = Poco::Timespan(5, 0);
		net.connect().pass(0ms);
		net.pass(5s - 20ms);
		BOOST_TEST(net.lines.empty());
		net.pass(100ms);
		BOOST_TEST(net.lines.back() == "end: handshake too slow");
	}
}


BOOST_AUTO_TEST_CASE(badInput24ARefusalIsToldWithItsStatus)
{
	NetHost host(NetHost::answering("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"));
	NetClient net(host.uri());
	int status = 0;
	net.listener = [&](ClientConnection& connection) {
		status = connection.response().status;
		return std::make_unique<Diary>(net.lines, connection, &net.loop);
	};
	BOOST_TEST(net.connect().run("end") == (Lines{"error", "closed 1002", "end: handshake refused"}));
	BOOST_TEST(status == 401);
}


BOOST_AUTO_TEST_CASE(headersAndProxyAreUsed)
{
	std::string head;
	auto proxy = std::make_unique<NetHost>([&](NetSocket& socket) {
		socket.readHead();
		socket.send("HTTP/1.1 200 Yes\r\nVia: test\r\n\r\n");
		const Bytes answer = socket.handshake();
		head = socket.head();
		socket.send(answer + TestFrame(TEXT, "Hello").bytes());
		socket.readToEnd();
	});
	NetClient net(Poco::URI("ws://server.invalid/"));
	net.options.proxy = Poco::URI("http://" + proxy->address().toString());
	net.options.headers.add("X-Name", "value");
	net.connect().run("message Hello");
	net.client.abort();
	net.run("end: aborted");
	proxy.reset();
	BOOST_TEST(head.find("X-Name: value\r\n") != std::string::npos);
}


//
// Redirects
//


BOOST_AUTO_TEST_CASE(redirectsAreNotFollowedByDefault)
{
	NetHost host(redirecting("/elsewhere"));
	NetClient net(host.uri());
	net.connect();
	net.pass(0ms);
	net.pass(11s);
	BOOST_TEST(net.run("end").back().starts_with("end: "));
	BOOST_TEST(net.client.isOver());
}


BOOST_AUTO_TEST_CASE(badInput32ARedirectIsFollowedWithoutCredentials)
{
	std::string head;
	auto target = std::make_unique<NetHost>([&](NetSocket& socket) {
		const Bytes answer = socket.handshake();
		head = socket.head();
		socket.send(answer);
		socket.readToEnd();
	});
	NetHost host(redirecting("http://" + target->address().toString() + "/there"));
	NetClient net(uriOf(host.address()));
	net.options.maxRedirects = 5;
	net.options.headers.add("Cookie", "secret");
	net.options.headers.add("User-Agent", "test");
	std::string uri;
	net.listener = [&](ClientConnection& connection) {
		uri = connection.uri().toString();
		return std::make_unique<Diary>(net.lines, connection, &net.loop);
	};
	BOOST_TEST(net.connect().run("open") == (Lines{"open"}));
	BOOST_TEST(uri == "ws://" + target->address().toString() + "/there");
	net.client.abort();
	net.run("end");
	target.reset();
	BOOST_TEST(head.find("GET /there HTTP/1.1\r\n") == 0u);
	BOOST_TEST(head.find("User-Agent: test\r\n") != std::string::npos);
	BOOST_TEST(head.find("Authorization") == std::string::npos);
	BOOST_TEST(head.find("Cookie") == std::string::npos);
}


BOOST_AUTO_TEST_CASE(badInput32ARedirectThatIsRefusedIsToldOnce)
{
	NetHost host(redirecting("ftp://a/"));
	NetClient net(host.uri());
	net.options.maxRedirects = 5;
	BOOST_TEST(net.connect().run("end") == (Lines{"end: handshake refused"}));
}


//
// Reconnecting
//


BOOST_AUTO_TEST_CASE(connectsAgainWhenTheServerGoesAway)
{
	NetServer server(closing());
	NetClient net(server.uri());
	net.reconnecting();
	net.connect().run("end");
	BOOST_TEST(!net.client.isOver());
	BOOST_TEST(!net.client.text("nobody is there"));
	net.pass(520ms);
	net.run("end", 2);
	net.pass(1020ms);
	BOOST_TEST(net.run("end", 3) == (Lines{"open", "closed 1001", "end: closed, again", "open", "closed 1001", "end: closed, again", "open", "closed 1001", "end: closed, again"}));
}


BOOST_AUTO_TEST_CASE(triesAgainWhenItCannotConnect)
{
	const auto address = closedPort();
	NetClient net(uriOf(address));
	net.reconnecting();
	net.connect().run("end: transport lost, again");
	net.pass(520ms);
	net.run("end", 2);

	Poco::Net::ServerSocket late(address);
	net.pass(1020ms);
	BOOST_TEST(net.lines.size() == 2u);
	BOOST_TEST(late.poll(Poco::Timespan(PATIENCE, 0), Poco::Net::Socket::SELECT_READ));
}


BOOST_AUTO_TEST_CASE(badInput24GivesUpWhenTheRequestIsAtFault)
{
	for (const int status: {404, 503})
	{
		NetHost host(NetHost::answering("HTTP/1.1 " + std::to_string(status) + " No\r\nContent-Length: 0\r\n\r\n"));
		NetClient net(host.uri());
		net.reconnecting();
		net.connect().run("end");
		BOOST_TEST(net.lines.back() == (status == 404 ? "end: handshake refused" : "end: handshake refused, again"));
		BOOST_TEST(net.client.isOver() == (status == 404));
	}
}


BOOST_AUTO_TEST_CASE(badInput61AnIdleServerThatIsGoneIsNoEndOfReconnecting)
{
	NetHost silent([](NetSocket& socket) {
		socket.send(socket.handshake());
		socket.readToEnd();
	});
	NetClient net(silent.uri());
	net.reconnecting();
	net.options.settings.idleTimeout = Poco::Timespan(5, 0);
	net.connect().run("open");
	net.pass(5100ms);
	net.pass(10100ms);
	BOOST_TEST(net.run("end").back() == "end: idle for too long, again");
}


BOOST_AUTO_TEST_CASE(whatAListenerThrowsIsNoEndOfReconnecting)
{
	struct Thrower: Diary
	{
		using Diary::Diary;
		void onOpen() override { throw Poco::LogicException("oops"); }
	};
	NetServer server;
	NetClient net(server.uri());
	net.reconnecting();
	net.listener = [&](ClientConnection& connection) { return std::make_unique<Thrower>(net.lines, connection, &net.loop); };
	BOOST_TEST(net.connect().run("end") == (Lines{"closed 1011", "end: closed, again"}));
}


BOOST_AUTO_TEST_CASE(theApplicationsCloseIsTheEndOfReconnecting)
{
	for (const bool within: {false, true})
	{
		NetServer server;
		NetClient net(server.uri());
		net.reconnecting();
		Diary* diary = nullptr;
		net.listener = [&](ClientConnection& connection) {
			auto made = std::make_unique<Diary>(net.lines, connection, &net.loop);
			diary = made.get();
			return made;
		};
		net.connect().run("open");
		if (within) diary->connection.driver().close();
		else net.client.close();
		BOOST_TEST(net.run("end") == (Lines{"open", "closed 1000", "end: closed"}));
		BOOST_TEST(net.client.isOver());
	}
}


BOOST_AUTO_TEST_CASE(closedWhileItWaitsItIsOver)
{
	NetClient net(uriOf(closedPort()));
	net.reconnecting();
	net.connect().run("end");
	BOOST_TEST(net.client.close());
	BOOST_TEST(!net.client.close());
	net.pass(1h);
	BOOST_TEST(net.lines.size() == 1u);
	BOOST_TEST(net.client.isOver());
}


BOOST_AUTO_TEST_CASE(closedWhileItDialsTheAttemptIsAborted)
{
	FullHost full;
	NetClient net(uriOf(full.address()));
	net.reconnecting();
	net.connect().pass(0ms);
	net.client.close();
	BOOST_TEST(net.run("end") == (Lines{"end: aborted"}));
	BOOST_TEST(net.client.isOver());
}


BOOST_AUTO_TEST_CASE(closedInTheHandshakeItIsOver)
{
	for (const bool abort: {false, true})
	{
		std::promise<void> asked;
		NetHost silent([&](NetSocket& socket) {
			socket.readHead();
			asked.set_value();
			socket.readToEnd();
		});
		NetClient net(silent.uri());
		net.reconnecting();
		net.connect();
		for (auto answer = asked.get_future(); answer.wait_for(1ms) != std::future_status::ready;) net.loop.turn(false);
		if (abort) net.client.abort();
		else net.client.close();
		net.pass(0ms);
		net.pass(2s);                // no server that lingers is waited for
		BOOST_TEST(net.run("end").back() == (abort ? "end: aborted" : "end: closed"));
		BOOST_TEST(net.client.isOver());
	}
}


BOOST_AUTO_TEST_CASE(closedWithinOnEndItIsOver)
{
	struct Last: Diary
	{
		Last(NetClient& net, ClientConnection& connection): Diary(net.lines, connection, &net.loop), net(net) {}
		void onEnd(const CloseInfo& info) override
		{
			net.client.close();
			Diary::onEnd(info);
		}
		NetClient& net;
	};
	NetClient net(uriOf(closedPort()));
	net.reconnecting();
	net.listener = [&](ClientConnection& connection) { return std::make_unique<Last>(net, connection); };
	BOOST_TEST(net.connect().run("end") == (Lines{"end: transport lost"}));
	BOOST_TEST(net.client.isOver());
	net.pass(1h);
}


//
// The application's faults, lifetimes, threads
//


BOOST_AUTO_TEST_CASE(badInput30MalformedArgumentsAreRefused)
{
	NetClient net(Poco::URI("http://localhost/"));
	BOOST_CHECK_THROW(net.connect(), Poco::SyntaxException);
	net.uri = Poco::URI("ws://localhost/");
	net.options.proxy = Poco::URI("ftp://proxy/");
	BOOST_CHECK_THROW(net.connect(), Poco::SyntaxException);
	net.options.proxy.reset();
	net.options.headers.add("Upgrade", "h2c");
	BOOST_CHECK_THROW(net.connect(), Poco::InvalidArgumentException);
	net.options.headers.clear();
	net.reconnecting();
	net.options.reconnect->first = 0;
	BOOST_CHECK_THROW(net.connect(), Poco::InvalidArgumentException);
	net.options.reconnect.reset();
	net.listener = nullptr;
	BOOST_CHECK_THROW(net.connect(), Poco::InvalidArgumentException);
}


BOOST_AUTO_TEST_CASE(aListenerFunctionThatFailsEndsTheConnection)
{
	NetServer server;
	for (const bool throwing: {false, true})
	{
		NetClient net(server.uri());
		int calls = 0;
		net.listener = [&](ClientConnection&) -> std::unique_ptr<Listener> {
			++calls;
			if (throwing) throw Poco::LogicException("oops");
			return nullptr;
		};
		net.connect();
		const auto limit = Net::Clock::now() + std::chrono::seconds(PATIENCE);
		while (!net.client.isOver() && Net::Clock::now() < limit)
		{
			net.loop.turn();
		}
		BOOST_TEST(net.client.isOver());
		BOOST_TEST(calls == 1);
	}
}


BOOST_AUTO_TEST_CASE(aConnectionOutlivesItsListener)
{
	struct Late: Diary
	{
		Late(Lines& lines, ClientConnection& connection, Net::Loop* loop): Diary(lines, connection, loop), lines(lines) {}
		~Late() override { lines.push_back(connection.uri().getScheme() + " " + std::to_string(connection.response().status)); }
		Lines& lines;
	};
	NetServer server(closing());
	NetClient net(server.uri());
	net.listener = [&](ClientConnection& connection) { return std::make_unique<Late>(net.lines, connection, &net.loop); };
	BOOST_TEST(net.connect().run("ws").back() == "ws 101");
}


BOOST_AUTO_TEST_CASE(aHandleOfAnAttemptThatFailedIsDead)
{
	Net::Handle handle;
	{
		NetClient net(uriOf(closedPort()));
		net.listener = [&](ClientConnection& connection) {
			handle = connection.handle();
			return std::make_unique<Diary>(net.lines, connection, &net.loop);
		};
		net.connect().run("end");
		BOOST_TEST(!handle.alive());
	}
	BOOST_TEST(!handle.text("nobody sends it"));
	handle.abort();
}


BOOST_AUTO_TEST_CASE(aDriverFunctionThatFailsIsAnAttemptThatFailed)
{
	NetServer server;
	for (const bool throwing: {false, true})
	{
		NetClient net(server.uri());
		net.reconnecting();
		net.options.driver = [&](Listener&, const Poco::URI&, std::shared_ptr<const Options>) -> std::unique_ptr<ClientDriver> {
			if (throwing) throw Poco::LogicException("oops");
			return nullptr;
		};
		BOOST_TEST(net.connect().run("end") == (Lines{"end: transport lost, again"}));
		BOOST_TEST(!net.client.isOver());
	}
}


BOOST_AUTO_TEST_CASE(aHandleOutlivesTheLoop)
{
	NetServer server;
	Net::ClientHandle connected;
	Net::ClientHandle waiting;
	Net::ClientHandle never;
	{
		NetClient net(server.uri());
		connected = net.connect().client;
		net.run("open");
		net.uri = uriOf(closedPort());
		net.reconnecting();
		waiting = net.connect().client;
		net.run("end");
		never = net.connect().client;
	}
	for (const auto& handle: {connected, waiting, never, Net::ClientHandle()})
	{
		BOOST_TEST(handle.isOver());
		BOOST_TEST(!handle.isConnected());
		BOOST_TEST(!handle.text("x"));
		BOOST_TEST(!handle.close());
		handle.abort();
	}
}


BOOST_AUTO_TEST_CASE(anyThreadClosesWhileTheLoopGoes)
{
	for (int round = 0; round < 20; ++round)
	{
		auto loop = std::make_unique<Net::EventLoop>();
		std::vector<Net::ClientHandle> clients;
		for (int i = 0; i < 100; ++i) clients.push_back(loop->connect(uriOf(closedPort()), [](ClientConnection&) { return std::make_unique<Listener>(); }));
		std::thread closer([&] { for (const auto& client: clients) client.close(); });
		loop.reset();
		closer.join();
		BOOST_TEST(clients.back().isOver());
	}
}


BOOST_AUTO_TEST_CASE(anyThreadSendsAndCloses)
{
	NetServer server;
	Net::EventLoop loop;
	Lines lines;
	std::size_t count = 0;
	struct Counter: Diary
	{
		Counter(Lines& lines, ClientConnection& connection, std::size_t& count, Net::EventLoop& loop): Diary(lines, connection), _count(count), _loop(loop) {}
		void onMessage(Message&) override
		{
			if (++_count == 400) connection.driver().close();
		}
		void onEnd(const CloseInfo&) override { _loop.stop(); }
		std::size_t& _count;
		Net::EventLoop& _loop;
	};
	const auto client = loop.connect(server.uri(), [&](ClientConnection& connection) { return std::make_unique<Counter>(lines, connection, count, loop); });
	std::vector<std::thread> threads;
	for (int i = 0; i < 4; ++i) threads.emplace_back([&] {
		for (int sent = 0; sent < 100 && !client.isOver();) sent += client.text("Hello") ? 1 : (std::this_thread::yield(), 0);
	});
	loop.run();
	for (auto& thread: threads) thread.join();
	BOOST_TEST(count == 400u);
	BOOST_TEST(client.isOver());
}


BOOST_AUTO_TEST_CASE(whatTLSFindsIsTheTextOfTheEnd)
{
	struct Text: Net::ConnectionListener
	{
		explicit Text(Lines& lines): lines(lines) {}

		void onEnd(const CloseInfo& info) override { lines.push_back(info.text); }

		Lines& lines;
	};
	NetHost host([](NetSocket& socket) {
		socket.read(1);
		socket.send("HTTP/1.1 400 Bad Request\r\n\r\n");
		socket.readToEnd();
	});
	NetClient net(Poco::URI("wss://" + host.address().toString() + "/"));
	net.options.tls = trusting();
	net.listener = [&](ClientConnection&) { return std::make_unique<Text>(net.lines); };
	BOOST_TEST(net.connect().run("the peer does not speak TLS").size() == 1U);
}


BOOST_AUTO_TEST_SUITE_END()
