//
// ServerNegotiation.cpp
//
// A server with extensions: any Sec-WebSocket-Extensions of a client.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Party.h"
#include "Registries.h"
#include "Rules.h"
#include <cstdint>


using namespace WS;
using namespace WS::Fuzz;


namespace {


void checkActive(const ExtensionRegistry& known, const Elements& offered, const std::vector<Negotiated>& active)
	// In the registry's order, each of them that can be.
{
	auto next = active.begin();
	Rsv taken = Rsv::NONE;
	for (const auto& extension: known)
	{
		const auto offers = offersOf(offered, extension->name());
		const bool canBe = !offers.empty() && (extension->rsv() & taken) == Rsv::NONE && extension->createServerSession(offers);
		const bool is = next != active.end() && next->name == extension->name();
		demand(is == canBe, "active is what was offered, is acceptable, and finds its reserved bits free");
		if (!is) continue;
		taken = taken | extension->rsv();
		++next;
	}
	demand(next == active.end(), "what is active is known, in the same order, and there once");
}


std::string requestWith(std::string_view header)
{
	return std::string(
		"GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: ")
		.append(header)
		.append("\r\n\r\n");
}


void checkAnswer(const ExtensionRegistry& known, std::string_view header)
{
	const auto value = fieldValue(header);
	if (!value) return;
	Party server(Role::SERVER, known);
	server.receive(requestWith(header));
	const std::string answer = server.take();
	const auto offered = parseExtensions(*value);
	demand(answer.starts_with(offered ? "HTTP/1.1 101 " : "HTTP/1.1 400 "), "what follows the grammar is answered, and nothing else");
	if (!offered) return;

	const auto answered = server.written();
	demand(answered.has_value(), "an answer follows the grammar");
	server.demandTold(*answered);
	checkActive(known, *offered, server.driver().negotiated());
}


void checkClient(const Registries& registries, std::string_view payload)
	// A client with the same extensions.
{
	Party server(Role::SERVER, registries.own), client(Role::CLIENT, registries.other);
	server.receive(client.take());
	client.receive(server.take());
	const auto offered = client.written(), answered = server.written();
	demand(offered && answered, "offers and answers follow the grammar");
	demand(client.driver().state() == State::OPEN, "a client accepts the answer to its own offers");
	checkActive(registries.own, *offered, server.driver().negotiated());
	server.demandTold(*answered);
	client.demandTold(*answered);

	for (Party* idle: {&client, &server})
	{
		demandIntact(client, server, payload);
		demandIntact(server, client, payload);
		idle->driver().releaseIdle();
	}
}


} // namespace


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	std::string_view input(reinterpret_cast<const char*>(data), size);
	const auto registries = takeRegistries(input);
	checkClient(registries, input);
	checkAnswer(registries.own, input);
	return 0;
}
