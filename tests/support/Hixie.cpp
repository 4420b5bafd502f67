//
// Hixie.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/Hixie.h"


namespace WS::Test {


namespace {


void openAndForget(Server& server, const Bytes& body)
{
	server->start();
	if (!body.empty()) server.receive(body);
	server.output();
	server.events();
}


} // namespace


Hixie75Server::Hixie75Server(Options options):
	Server(UNOPENED, request().parsed(), std::move(options))
{
	openAndForget(*this, body());
}


Head Hixie75Server::request()
{
	return Head("GET /demo HTTP/1.1")
		.add("Upgrade", "WebSocket")
		.add("Connection", "Upgrade")
		.add("Host", "example.com")
		.add("Origin", "http://example.com");
}


Bytes Hixie75Server::body()
{
	return {};
}


Bytes Hixie75Server::closeFrame()
{
	return {};
}


Hixie76Server::Hixie76Server(Options options):
	Server(UNOPENED, request().parsed(), std::move(options))
{
	openAndForget(*this, body());
}


Head Hixie76Server::request()
{
	return Hixie75Server::request()
		.add("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5")
		.add("Sec-WebSocket-Key2", "12998 5 Y3 1  .P00");
}


Bytes Hixie76Server::body()
{
	return "^n:ds[4U";
}


Bytes Hixie76Server::closeFrame()
{
	return "ff 00"_hex;
}


} // namespace WS::Test
