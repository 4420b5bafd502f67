//
// InteropClient.cpp
//
// interop-client [--engine loop] [--proxy URL] [--ca FILE] ws://HOST:PORT   checks WS::Net::WebSocketClient, or the client of
// an event loop, against a server of somebody else, which a program in this folder runs, through a proxy if one is given.
// What the paths do stands in their comments; what only the server can see it checks itself.
//
// interop-client … ws://HOST:PORT/echo                                      checks no more than an echo can show.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "BlockingSocket.h"
#include "Checks.h"
#include "LoopSocket.h"
#include <Poco/Net/NetException.h>
#include <Poco/Net/WebSocket.h>
#include <functional>
#include <string>
#include <string_view>


namespace {


using Interop::Place;
using WS::CloseCode;
using WS::Opcode;


const Poco::Timespan PATIENCE(30, 0);


const std::string EMOJI = "Grüße, 世界! 😀 👩‍👩‍👧‍👦 Ünïcödé \u0001\u007f\u0080\uffff\U0010ffff";


std::string bytes(std::size_t size)
	/// The same as in the servers.
{
	std::string bytes(size, '\0');
	for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 + i / 256);
	return bytes;
}


std::string textOf(std::size_t size)
	/// Of four-byte characters, filled up with ASCII.
{
	std::string text;
	while (text.size() + 4 <= size) text += "😀";
	text.resize(size, '.');
	return text;
}


template <class Socket>
class Client
	/// A client that has connected, and closes in the end.
{
public:
	explicit Client(const Place& place, WS::Options options = WS::Options(), std::function<void(std::string_view)> onPing = {}):
		socket(place, std::move(options))
	{
		socket.onPing = std::move(onPing);
		socket.setHeader("X-Interop", "from the client");
		socket.connect();
	}

	~Client()
	{
		try
		{
			socket.close();
		}
		catch (const Poco::Exception&)
		{
			// The server will say that it was not closed.
		}
	}

	std::string receive(Opcode opcode)
		/// The next message; what is no such message is said in words.
	{
		auto message = socket.receive(PATIENCE);
		if (!message) return "(closed with " + std::to_string(static_cast<int>(socket.closeCode())) + ")";
		return message->opcode == opcode ? message->payload : "(a message of the other type)";
	}

	Socket socket;
};


template <class Socket>
class Suite
{
	using Client = ::Client<Socket>;

public:
	explicit Suite(Place base):
		_base(std::move(base))
	{
	}

	int run()
	{
		echoAll();
		guarded("the server's ping", [this] { pingByServer(); });
		guarded("fragments", [this] { receiveFragments(); });
		guarded("our close", [this] { close("/closed"); });
		guarded("the server's close", [this] { closeByServer(); });
		guarded("subprotocol", [this] { agreeOnProtocol(); });
		guarded("headers", [this] { exchangeHeaders(); });
		guarded("credentials", [this] { logIn(); });
		guarded("refusal", [this] { beRefused(); });
		return _checks.result();
	}

	int runEcho()
	{
		echoAll();
		guarded("our close", [this] { close("/echo"); });
		return _checks.result();
	}

private:
	void echoAll()
	{
		guarded("text", [this] { echoTexts(); });
		guarded("binary", [this] { echoBinaries(); });
		guarded("pipeline", [this] { echoPipelined(); });
		guarded("our ping", [this] { pingServer(); });
	}

	void guarded(const std::string& name, const std::function<void()>& part)
	{
		try
		{
			part();
		}
		catch (const Poco::Exception& exception)
		{
			_checks.check(name, false, exception.displayText());
		}
		catch (const std::exception& exception)
		{
			_checks.check(name, false, exception.what());
		}
	}

	void echoTexts()
		/// /echo sends every message back with its type.
	{
		Client client(_base + "/echo");
		_checks.equal("the handshake is answered with 101", client.socket.response().status, 101);
		client.socket.text(EMOJI);
		_checks.equal("text with emoji comes back", client.receive(Opcode::TEXT), EMOJI);
		for (const std::size_t size: {0, 1, 125, 126, 65535, 65536, 1000000})
		{
			const auto text = textOf(size);
			client.socket.text(text);
			_checks.equal("text of " + std::to_string(size) + " bytes comes back", client.receive(Opcode::TEXT), text);
		}
		_checks.equal("text that is not UTF-8 is not sent", client.socket.text("\xc3("), false);
	}

	void echoBinaries()
	{
		Client client(_base + "/echo");
		for (const std::size_t size: {0, 1, 125, 126, 65535, 65536, 5000000})
		{
			const auto payload = bytes(size);
			client.socket.binary(payload);
			_checks.equal("binary of " + std::to_string(size) + " bytes comes back", client.receive(Opcode::BINARY), payload);
		}
	}

	void echoPipelined()
	{
		constexpr int COUNT = 1000;
		Client client(_base + "/echo");
		for (int i = 0; i < COUNT; ++i) client.socket.text(std::to_string(i));
		int inOrder = 0;
		while (inOrder < COUNT && client.receive(Opcode::TEXT) == std::to_string(inOrder)) ++inOrder;
		_checks.equal("messages that were sent at once come back in order", inOrder, COUNT);
	}

	void pingServer()
	{
		Client client(_base + "/echo");
		std::string pong;
		bool answered = false;
		client.socket.onPong = [&](std::string_view payload) { pong = payload; };
		const auto payload = bytes(125);
		client.socket.ping(payload, [&](bool was) { answered = was; });
		client.socket.text("behind the ping");
		_checks.equal("a message behind our ping comes back", client.receive(Opcode::TEXT), std::string("behind the ping"));
		_checks.equal("the server answered our ping before that", answered, true);
		_checks.equal("with the payload of the ping", pong, payload);
		client.socket.ping();
		client.socket.text("again");
		client.receive(Opcode::TEXT);
		_checks.equal("the server answered our ping without a payload", pong, std::string());
		_checks.equal("a ping of 126 bytes is not sent", client.socket.ping(bytes(126)), false);
	}

	void pingByServer()
		/// /ping sends a ping with the payload "are you there? 😀", and says "answered: …" with what the pong has.
	{
		const std::string payload = "are you there? 😀";
		std::string ping;
		Client client(_base + "/ping", {}, [&](std::string_view seen) { ping = seen; });
		_checks.equal("the server got our pong", client.receive(Opcode::TEXT), "answered: " + payload);
		_checks.equal("onPing got the server's payload", ping, payload);
	}

	void receiveFragments()
		/// /fragments sends EMOJI in fragments that cut characters or not, bytes(70000) in fragments, with a ping
		/// in between where its library can, and a text of 1000 fragments.
	{
		Client client(_base + "/fragments");
		_checks.equal("fragmented text arrives", client.receive(Opcode::TEXT), EMOJI);
		_checks.equal("fragmented binary arrives", client.receive(Opcode::BINARY), bytes(70000));
		_checks.equal("text of 1000 fragments arrives", client.receive(Opcode::TEXT), textOf(4000));
		client.socket.text("done");
		_checks.equal("a message after them comes back", client.receive(Opcode::TEXT), std::string("done"));
	}

	void close(const std::string& path)
		/// /closed expects to be closed like this, in this order, and checks it. A server that answers an empty close
		/// frame with 1000 has X-Empty-Close in its response.
	{
		struct Ending
		{
			CloseCode code;
			std::string reason;
		};
		const Ending endings[] = {
			{CloseCode::NORMAL, ""},
			{CloseCode::NORMAL, "done"},
			{CloseCode::GOING_AWAY, "auf Wiedersehen 👋"},
			{CloseCode(3000), textOf(123)},
			{CloseCode(4999), "mine"},
			{CloseCode::NO_STATUS, ""}};
		for (const auto& [code, reason]: endings)
		{
			Client client(_base + path);
			const auto name = "our close with " + std::to_string(static_cast<int>(code));
			_checks.equal(name + " is done", client.socket.close(code, reason), true);
			const bool given = code == CloseCode::NO_STATUS && client.socket.response().headers.has("X-Empty-Close");
			_checks.equal(name + " comes back", client.socket.closeCode(), given ? CloseCode::NORMAL : code);
		}
	}

	void closeByServer()
		/// /close?CODE closes with it and the reason "because 🙂".
	{
		for (const int code: {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 4999})
		{
			Client client(_base + "/close?" + std::to_string(code));
			const auto message = client.socket.receive(PATIENCE);
			const auto name = "the server's close with " + std::to_string(code);
			_checks.equal(name + " ends receive()", message.has_value(), false);
			_checks.equal(name + " has the code", static_cast<int>(client.socket.closeCode()), code);
			_checks.equal(name + " has the reason", client.socket.closeReason(), std::string("because 🙂"));
		}
	}

	void agreeOnProtocol()
		/// /protocol agrees to chat.v2; /echo to none.
	{
		WS::Options options;
		options.protocols = {"chat.v1", "chat.v2"};
		Client client(_base + "/protocol", options);
		_checks.equal("the server's choice of subprotocol", std::string(client.socket.protocol()), std::string("chat.v2"));
		options.protocols = {"chat.v0"};
		Client none(_base + "/echo", options);
		_checks.equal("no subprotocol where the server has none of ours", std::string(none.socket.protocol()), std::string());
	}

	void exchangeHeaders()
		/// /headers sends back the request's X-Interop as a text, and its own in the response.
	{
		Client client(_base + "/headers");
		_checks.equal("the server got our header", client.receive(Opcode::TEXT), std::string("from the client"));
		_checks.equal("we got the server's", std::string(client.socket.response().headers.get("X-Interop")), std::string("from the server"));
	}

	void logIn()
		/// /login answers 401 unless it gets Basic credentials of one of these, and says whose.
	{
		Client ali(_base.as("ali:open%20sesame%3A%20%C3%BC") + "/login");
		_checks.equal("the server got the credentials of the URL", ali.receive(Opcode::TEXT), std::string("ali:open sesame: ü"));
		Client guest(_base.as("guest") + "/login");
		_checks.equal("and those of a user without a password", guest.receive(Opcode::TEXT), std::string("guest:"));

		Socket nobody(_base + "/login");
		_checks.equal("without credentials the server refuses", connects(nobody), false);
		_checks.equal("with 401", nobody.response().status, 401);
	}

	void beRefused()
		/// /refuse answers 401 with WWW-Authenticate: Bearer and the body "who are you?\n".
	{
		Socket client(_base + "/refuse");
		_checks.equal("a refused handshake throws", connects(client), false);
		_checks.equal("its status can be seen", client.response().status, 401);
		_checks.equal("its headers can be seen", std::string(client.response().headers.get("WWW-Authenticate")), std::string("Bearer"));
		_checks.equal("its body can be seen", client.response().body, std::string("who are you?\n"));
		_checks.equal("and nothing can be sent", client.text("too early"), false);
	}

	static bool connects(Socket& client)
	{
		try
		{
			client.connect();
			return true;
		}
		catch (const Poco::Net::WebSocketException&)
		{
			return false;
		}
	}

	const Place _base;
	Interop::Checks _checks;
};


template <class Socket>
int check(Place place)
{
	constexpr std::string_view ECHO = "/echo";
	const bool echo = place.url.ends_with(ECHO);
	if (echo) place.url.resize(place.url.size() - ECHO.size());
	Suite<Socket> suite(std::move(place));
	return echo ? suite.runEcho() : suite.run();
}


} // namespace


int main(int argc, char** argv)
{
	try
	{
		const auto place = Place::parse(argc, argv);
		return place.engine == "loop" ? check<Interop::LoopSocket>(place) : check<Interop::BlockingSocket>(place);
	}
	catch (const Poco::Exception& exception)
	{
		std::cerr << "interop-client: " << exception.displayText() << std::endl;
		return 2;
	}
}
