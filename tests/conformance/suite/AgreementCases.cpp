//
// AgreementCases.cpp
//
// Group D, sections 1 to 4: what is said of permessage-deflate in the handshake (RFC 7692 7.1), and whether the peer
// keeps to it.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/CaseGroups.h"
#include <initializer_list>


namespace Conformance {


namespace {


const std::string NAME = "permessage-deflate";

const Messages SMALL{Sample::JSON, TEXT, 1024};
const Messages LARGE{Sample::REPEATS, TEXT, 65536};


void addWrong(Cases& cases, Peer peer, std::size_t number, const std::string& header, bool alone = false)
	/// A server declines what a client is not allowed to offer, and goes on without; a client ends the connection.
{
	Case c{ownID(1, number), alone ? header : header.substr(header.find(' ') + 1), {}, {}};
	c.negotiation = {Negotiation::WRONG, header, {}, header};
	if (peer == Peer::SERVER)
	{
		c.what = "offer: " + c.what;
		c.steps = {send({text(HELLO)})};
		c.expected = {{TEXT, HELLO}};
	}
	else
	{
		c.what = "answer: " + c.what;
		c.ending = {Ending::FAILED, {1002, 1010}};
	}
	cases.push_back(std::move(c));
}


void addWrongParameters(Cases& cases, Peer peer)
{
	std::size_t number = 0;
	for (const auto parameters: {
			 "unknown",
			 "server_no_context_takeover; server_no_context_takeover",
			 "client_no_context_takeover; client_no_context_takeover",
			 "client_max_window_bits=12; client_max_window_bits=12",
			 "server_no_context_takeover=1",
			 "client_no_context_takeover=true",
			 "server_max_window_bits",
			 "server_max_window_bits=7",
			 "server_max_window_bits=16",
			 "server_max_window_bits=09",
			 "server_max_window_bits=-9",
			 "server_max_window_bits=x",
			 "client_max_window_bits=7",
			 "client_max_window_bits=16",
			 "client_max_window_bits=09",
		 }) addWrong(cases, peer, ++number, NAME + "; " + parameters);

	addWrong(cases, peer, ++number, "x-unknown", true);
	if (peer == Peer::SERVER) return;
	addWrong(cases, peer, ++number, NAME + "; client_max_window_bits");
	addWrong(cases, peer, ++number, NAME + ", " + NAME, true);
}


void addExchange(Cases& cases, std::string id, std::string what, const Messages& messages, Negotiation negotiation)
{
	Case c{std::move(id), std::move(what), {}, {}};
	c.patience = 60;
	c.negotiation = std::move(negotiation);
	c.negotiation.comparing = true;
	c.messages = messages;
	cases.push_back(std::move(c));
}


void addOffers(Cases& cases)
{
	std::size_t number = 0;
	for (const auto& offer: {
			 NAME,
			 NAME + "; server_no_context_takeover",
			 NAME + "; server_max_window_bits=10",
			 NAME + "; server_max_window_bits=\"10\"",
			 NAME + "; client_no_context_takeover",
			 NAME + "; client_max_window_bits",
			 NAME + "; client_max_window_bits=10",
			 "x-unknown; a=1, " + NAME,
			 NAME + "; unknown, " + NAME,
			 NAME + "; server_no_context_takeover, " + NAME + "; server_max_window_bits=10",
		 })
	{
		addExchange(cases, ownID(2, ++number), "offer: " + offer, SMALL, {Negotiation::DEFLATE, offer});
	}
}


void addAnswers(Cases& cases)
{
	addExchange(cases, ownID(2, 1), "answer: to all that is offered", SMALL, {Negotiation::DEFLATE, {}, {{false, 0}}});
	addExchange(cases, ownID(2, 2), "answer: client_no_context_takeover", SMALL, {Negotiation::DEFLATE, {}, {{true, 0}}});
	addExchange(cases, ownID(2, 3), "answer: client_max_window_bits=10", SMALL, {Negotiation::DEFLATE, {}, {{false, 10}}});
}


void addNoContext(Cases& cases)
{
	const Negotiation forgetful{Negotiation::DEFLATE, NAME + "; server_no_context_takeover", {{true, 0}}};
	addExchange(cases, ownID(3, 1), "no context: no message refers to earlier ones", SMALL, forgetful);
	addExchange(cases, ownID(3, 2), "no context: no message refers to earlier ones, 64 KiB", LARGE, forgetful);
}


void addWindows(Cases& cases)
{
	for (int bits = 8; bits <= 15; ++bits)
	{
		const auto number = std::to_string(bits);
		const Negotiation window{Negotiation::DEFLATE, NAME + "; server_max_window_bits=" + number, {{false, bits}}};
		addExchange(cases, "D.4." + number, "window " + number + ": no message refers to more than " + std::to_string(1 << bits) + " before", LARGE, window);
	}
}


} // namespace


void addAgreements(Cases& cases, Peer peer)
{
	addWrongParameters(cases, peer);
	if (peer == Peer::SERVER) addOffers(cases);
	else addAnswers(cases);
	addNoContext(cases);
	addWindows(cases);
}


} // namespace Conformance
