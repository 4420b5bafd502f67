//
// Scenes.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Scenes.h"
#include "support/Hixie.h"
#include <ostream>


namespace WS::Test {


namespace {


const std::vector<Dialect>& dialects()
{
	static const std::vector<Dialect> ALL = [] {
		std::vector<Dialect> list;
		for (const char* number: {"13", "8", "7"})
		{
			const Head request = Head::request().set("Sec-WebSocket-Version", number);
			list.push_back({number == std::string("13") ? "hybi-13" : number == std::string("8") ? "hybi-8"
																								 : "hybi-7",
				true, false, request.bytes(), request, TestFrame::close(1000, "bye").masked().bytes()});
		}
		list.push_back({"hixie-76", true, true, Hixie76Server::request().bytes() + Hixie76Server::body(), Hixie76Server::request(), "ff 00"_hex});
		list.push_back({"hixie-75", true, true, Hixie75Server::request().bytes(), Hixie75Server::request(), {}});
		list.push_back({"hybi-13", false, false, Head::response().bytes(), Head::request(), TestFrame::close(1000, "bye").bytes()});
		return list;
	}();
	return ALL;
}


Step receive(const Bytes& bytes)
{
	return [bytes](Actor& actor) { actor.receive(bytes); };
}


void start(Actor& actor)
{
	actor.driver().start();
}


void queue(Actor& actor)
{
	actor.driver().text("early");
	actor.ping("x");
	actor.ping("y");
}


void end(Actor& actor)
{
	actor.driver().receiveEnd();
}


void close(Actor& actor)
{
	actor.driver().close(CloseCode::GOING_AWAY, "we leave");
}


class Writer
	/// Writes the scenes of one dialect.
{
public:
	Writer(const Dialect& dialect, std::vector<Scene>& list):
		_dialect(dialect),
		_list(list),
		_talk(dialect.allIncoming({TestFrame(TEXT, "one"), TestFrame(PING, "two"), TestFrame(BINARY, "th").unfinished(), TestFrame(PONG, "x"), TestFrame(CONTINUATION, "ree"), TestFrame(TEXT, "four")})),
		_more(dialect.allIncoming({TestFrame(TEXT, "behind"), TestFrame(PING, "behind")}))
	{
	}

	void write()
	{
		const Bytes all = _dialect.opening + _talk;
		const Bytes failure = _dialect.isHixie ? "00 61 c0"_hex : _dialect.incoming(TestFrame(3)).bytes();
		add("closed by the peer", {queue, start, receive(all + _dialect.closing + _more), end});
		add("failed", {queue, start, receive(all + failure + _more), end});
		add("ended", {queue, start, receive(all), end});
		add("closed by us", {queue, start, receive(all), close, receive(_more + _dialect.closing + _more), end});
		add("closed by us, failed", {queue, start, receive(all), close, receive(_more + failure + _more), end});
		add("closed by us, ended", {start, receive(all), close, receive(_more), end});
		add("closed while connecting", {queue, start, close, receive(all), end});
		add("ended while connecting", {queue, start, receive(_dialect.opening.first(20)), end});
		if (_dialect.isServer) writeServer();
		else writeClient();
	}

private:
	void writeClient()
	{
		const Head refusal("HTTP/1.1 404 Not Found");
		add("refused", {queue, start, receive(refusal.bytes() + _more), end});
		add("refused, whole body", {queue, start, receive(Head(refusal).add("Content-Length", "4").bytes() + "none" + _more), end});
		add("interim response", {queue, start, receive(Head("HTTP/1.1 100 Continue").bytes() + _dialect.opening + _talk + _dialect.closing), end});
		add("no response", {queue, start, receive("HTTP\r\n\r\n" + _more), end});
	}

	void writeServer()
	{
		const Bytes early = _dialect.opening.from(_dialect.request.bytes().size()) + _talk;
		const Head bad = Head(_dialect.request).line("POST / HTTP/1.1");
		const auto reject = [](Actor& actor) { actor.server()->reject(404, "none"); };
		const auto respond = [](Actor& actor) { actor.server()->respond(200, "a page"); };

		add("started late", {queue, receive(_dialect.opening), receive(_talk), start, receive(_dialect.closing), end});
		add("bad, parsed here", {queue, start, receive(bad.bytes() + _more), end});
		add("rejected, parsed here", {queue, receive(_dialect.opening + _talk), reject, receive(_more), end});
		add("answered as plain HTTP", {queue, receive(_dialect.opening + _talk), respond, receive(_more), end});
		add("no request", {queue, start, receive("GET\r\n\r\n"), end});

		_make = [](Actor& actor) { actor.serve(); actor.startsInOnConnect = true; };
		add("started in onConnect", {queue, receive(_dialect.opening + _talk + _dialect.closing + _more), end});
		_make = [](Actor& actor) { actor.serve(); actor.accepts = false; };
		add("not accepted", {queue, start, receive(_dialect.opening + _talk), end});
		_make = [request = _dialect.request.parsed()](Actor& actor) { actor.serve(request); };
		add("parsed elsewhere", {queue, start, receive(early), receive(_dialect.closing + _more), end});
		add("parsed elsewhere, early frames", {receive(early), queue, start, receive(_dialect.closing + _more), end});
		add("parsed elsewhere, closed before start", {receive(early), queue, close, start, end});
		add("parsed elsewhere, rejected", {receive(early), queue, reject, start, end});
		_make = [request = bad.parsed()](Actor& actor) { actor.serve(request); };
		add("bad, parsed elsewhere", {queue, start, receive(_more), end});
	}

	void add(const char* name, std::vector<Step> steps)
	{
		auto set = _make ? _make : Step(_dialect.isServer ? [](Actor& actor) { actor.serve(); } : [](Actor& actor) { actor.connect(); });
		const auto make = [set = std::move(set)] {
			auto actor = std::make_unique<Actor>();
			set(*actor);
			return actor;
		};
		const std::string full = std::string(_dialect.version) + (_dialect.isServer ? " server, " : " client, ") + name;
		_list.push_back({full, &_dialect, make, std::move(steps)});
	}

	const Dialect& _dialect;
	std::vector<Scene>& _list;
	Bytes _talk;
	Bytes _more;
	Step _make;
};


} // namespace


TestFrame Dialect::incoming(TestFrame frame) const
{
	return isServer ? frame.masked() : frame.unmasked();
}


Bytes Dialect::allIncoming(const std::vector<TestFrame>& frames) const
{
	Bytes result;
	for (const TestFrame& frame: frames)
	{
		if (!isHixie) result += incoming(frame).bytes();
		else if (frame.opcode == TEXT) result += "00"_hex + frame.payload + "ff"_hex;
		else if (frame.opcode == BINARY) result += "80 02 6162"_hex;
	}
	return result;
}


Bytes Dialect::outgoing(TestFrame frame) const
{
	if (isHixie) return "00"_hex + frame.payload + "ff"_hex;
	return (isServer ? frame.unmasked() : frame.masked()).bytes();
}


const std::vector<Scene>& scenes()
{
	static const std::vector<Scene> ALL = [] {
		std::vector<Scene> list;
		for (const Dialect& dialect: dialects()) Writer(dialect, list).write();
		return list;
	}();
	return ALL;
}


std::ostream& operator << (std::ostream& stream, const Played& played)
{
	return stream << played.state << (played.finished ? ", finished, " : ", ") << played.events << ", pings \"" << played.pings
				  << "\", output " << played.output;
}


Played seenOf(Actor& actor)
{
	const Bytes output = actor.output();
	return {actor.events(), output, actor.pings(), actor.driver().state(), actor.driver().finished()};
}


Played play(const Scene& scene, std::vector<Mark>* marks)
{
	const auto actor = scene.make();
	std::size_t events = 0;
	actor->onMoment = [&](Moment moment) {
		const bool isEvent = !isDecision(moment) && moment != Moment::PING_ANSWERED && moment != Moment::PING_UNANSWERED;
		if (isEvent) ++events;
		if (marks) marks->push_back({moment, actor->driver().state(), events, actor->written(), actor->pings().size()});
	};
	for (const Step& step: scene.steps) step(*actor);
	return seenOf(*actor);
}


} // namespace WS::Test
