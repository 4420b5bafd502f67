//
// EchoPocoWebSocket.cpp
//
// The same echo server on Poco's own WebSocket: what WS::Net is measured against. Poco at its best: one buffer for
// the connection's life, one receiveFrame() and one sendFrame() for each message, TCP_NODELAY.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Bench.h"
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/WebSocket.h>
#include <memory>


namespace {


class Handler: public Poco::Net::HTTPRequestHandler
{
public:
	void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override
	{
		try
		{
			Poco::Net::WebSocket socket(request, response);
			socket.setNoDelay(true);
			echo(socket);
		}
		catch (const Poco::Exception&)
		{
			// wsload ends by closing its sockets.
		}
	}

private:
	static void echo(Poco::Net::WebSocket& socket)
	{
		constexpr int SIZE = 2 * 1024 * 1024;
		const std::unique_ptr<char[]> buffer(new char[SIZE]);
		for (;;)
		{
			int flags = 0;
			const int size = socket.receiveFrame(buffer.get(), SIZE, flags);
			const bool isEnd = size == 0 && flags == 0;
			if (isEnd) return;
			socket.sendFrame(buffer.get(), size, flags);
			if ((flags & Poco::Net::WebSocket::FRAME_OP_BITMASK) == Poco::Net::WebSocket::FRAME_OP_CLOSE) return;
		}
	}
};


class Factory: public Poco::Net::HTTPRequestHandlerFactory
{
public:
	Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override
	{
		return new Handler;
	}
};


} // namespace


int main()
{
	return Bench::serve(new Factory);
}
