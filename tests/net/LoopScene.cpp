//
// LoopScene.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/LoopScene.h"
#include "WS/Net/ConnectionListener.h"
#include "support/Head.h"
#include <Poco/Net/StreamSocketImpl.h>
#include <stdexcept>
#include <sys/socket.h>
#include <utility>


namespace WS::Test {


namespace {


constexpr std::chrono::milliseconds STEP(50);


class PairedSocketImpl: public Poco::Net::StreamSocketImpl
	/// Takes a descriptor over.
{
public:
	explicit PairedSocketImpl(int descriptor):
		StreamSocketImpl(descriptor)
	{
	}
};


class PairedSocket: public Poco::Net::StreamSocket
{
public:
	explicit PairedSocket(int descriptor):
		StreamSocket(new PairedSocketImpl(descriptor))
	{
	}
};


Poco::Net::SocketAddress peer()
{
	return {Poco::Net::SocketAddress::UNIX_LOCAL, std::string("client")};
}


} // namespace


class LoopScene::Listener: public Net::ConnectionListener
{
public:
	Listener(LoopScene& scene, std::size_t index):
		_scene(scene),
		_index(index)
	{
	}

	void onOpen() override { _scene.note(_index, "open"); }

	void onMessage(Message& message) override
	{
		_scene.message = message.payload;
		_scene.note(_index, "message", _scene.message.size() > 20 ? std::to_string(_scene.message.size()) : _scene.message);
	}

	void onPing(std::string_view payload) override { _scene.note(_index, "ping", std::string(payload)); }
	void onPong(std::string_view) override { _scene.note(_index, "pong"); }
	void onError(const Failure&) override { _scene.note(_index, "error"); }
	void onClose(CloseCode code, std::string_view) override { _scene.note(_index, "close", std::to_string(static_cast<int>(code))); }
	void onDrain() override { _scene.note(_index, "drain"); }

	void onEnd(const Net::CloseInfo& info) override
	{
		_scene._records[_index].endings.push_back(info);
		_scene.note(_index, "end");
	}

private:
	LoopScene& _scene;
	const std::size_t _index;
};


LoopScene::LoopScene(const std::function<void(Net::Endpoint&)>& change, Net::ServerSettings settings):
	_shared(std::move(settings)),
	_eventLoop(Net::Loop::makeEventLoop([this] { return _time; }))
{
	Net::Endpoint endpoint([this](Net::WebSocketConnection& connection, const Request&) {
		_records.push_back({&connection, {}, {}});
		if (const auto action = on.find("listener"); action != on.end()) action->second(connection);
		return std::make_unique<Listener>(*this, _records.size() - 1);
	});
	endpoint.origins = Net::OriginPolicy::any();
	if (change) change(endpoint);
	_shared.routes.add("/chat", std::move(endpoint));
	_serverLoop = std::make_unique<Net::ServerLoop>(*_eventLoop, _shared);
}


LoopScene::~LoopScene() = default;


int LoopScene::pair(Poco::Net::StreamSocket& served) const
{
	int ends[2];
	if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) throw std::runtime_error("socketpair");
	served = PairedSocket(ends[0]);
	return ends[1];
}


LoopClient LoopScene::connect()
{
	return connect<Net::PlainTransport>();
}


LoopClient LoopScene::connect(const MakeTransport& make)
{
	Poco::Net::StreamSocket served;
	LoopClient client(pair(served));
	_serverLoop->add(make(served), peer());
	settle();
	return client;
}


LoopClient LoopScene::adopt(const Bytes& received)
{
	Poco::Net::StreamSocket served;
	LoopClient client(pair(served));
	_serverLoop->add(std::make_unique<Net::PlainTransport>(served), peer(), Head::request().parsed(), received.string());
	settle();
	return client;
}


LoopClient LoopScene::open()
{
	auto client = connect();
	client.send(Head::request().bytes());
	settle();
	const auto head = client.read();
	if (!head.view().starts_with("HTTP/1.1 101 ") || !head.view().ends_with("\r\n\r\n")) throw std::runtime_error("not opened");
	return client;
}


void LoopScene::settle()
{
	for (int turns = 0; loop().turn(false) != 0; ++turns)
	{
		if (turns == 1000) throw std::runtime_error("the loop does not come to rest");
	}
}


std::size_t LoopScene::pass(std::chrono::milliseconds time)
{
	std::size_t busy = 0;
	for (; time.count() > 0; time -= STEP)
	{
		_time += std::min(time, STEP);
		if (loop().turn(false) != 0) ++busy;
		settle();
	}
	return busy;
}


std::string LoopScene::heard(std::size_t connection) const
{
	return connection < _records.size() ? _records[connection].heard : std::string();
}


const Net::CloseInfo& LoopScene::ending(std::size_t connection) const
{
	const auto& endings = _records.at(connection).endings;
	if (endings.size() != 1) throw std::runtime_error(std::to_string(endings.size()) + " ends");
	return endings[0];
}


Net::WebSocketConnection& LoopScene::connection(std::size_t index)
{
	return *_records.at(index).connection;
}


void LoopScene::note(std::size_t index, const std::string& event, const std::string& detail)
{
	auto& heard = _records[index].heard;
	if (!heard.empty()) heard.append(", ");
	heard.append(event);
	if (!detail.empty()) heard.append(" ").append(detail);
	if (const auto action = on.find(event); action != on.end()) action->second(*_records[index].connection);
}


} // namespace WS::Test
