//
// ClientNegotiation.cpp
//
// A client with extensions: any Sec-WebSocket-Extensions of a server.
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


bool accepts(const Extension& extension, const ExtensionParams& answer)
{
	const auto session = extension.createClientSession();
	return session && session->activate(answer);
}


bool isAcceptable(const ExtensionRegistry& known, const Elements& before, Rsv taken, const ExtensionElement& element)
	// The element that follows those before it.
{
	const auto extension = known.find(element.name);
	return extension && offersOf(before, element.name).empty() && (extension->rsv() & taken) == Rsv::NONE && accepts(*extension, element.params);
}


Elements acceptable(const ExtensionRegistry& known, const Elements& answered)
	// As far as the answer is.
{
	Elements found;
	Rsv taken = Rsv::NONE;
	for (const auto& element: answered)
	{
		if (!isAcceptable(known, found, taken, element)) break;
		taken = taken | known.find(element.name)->rsv();
		found.push_back(element);
	}
	return found;
}


Elements offersOf(const ExtensionRegistry& known)
	// All, in the same order.
{
	Elements offers;
	for (const auto& extension: known)
	{
		const auto session = extension->createClientSession();
		if (!session) continue;
		for (const auto& params: session->offers()) offers.push_back({std::string(extension->name()), params});
	}
	return offers;
}


std::string responseWith(std::string_view header)
{
	return std::string(
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Extensions: ")
		.append(header)
		.append("\r\n\r\n");
}


} // namespace


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	std::string_view input(reinterpret_cast<const char*>(data), size);
	const auto known = takeRegistries(input).own;
	const auto value = fieldValue(input);
	if (!value) return 0;

	Party client(Role::CLIENT, known);
	client.take();
	demand(client.written() == offersOf(known), "all is offered, in the same order");
	client.receive(responseWith(input));

	const auto answered = parseExtensions(*value);
	const bool isGood = answered && acceptable(known, *answered) == *answered;
	demand(client.driver().state() == (isGood ? State::OPEN : State::CLOSED), "an answer is accepted if each part of it is");
	client.demandTold(isGood ? *answered : Elements());
	return 0;
}
