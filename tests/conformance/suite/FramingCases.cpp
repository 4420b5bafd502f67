//
// FramingCases.cpp
//
// Groups 1, 2, 3 and 4: single frames, pings, reserved bits and opcodes.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/CaseGroups.h"


namespace Conformance {


namespace {


const std::string NOT_TEXT = hex("00fffefdfcfb00ff");


struct Bad
	/// What must fail with 1002, with what it comes after and how.
{
	const char* id;
	const char* what;
	Frame frame;
	bool afterText;
	Manner manner = {};
};


void addBad(Cases& cases, const std::vector<Bad>& bad)
	/// The text before a bad frame has to come back; the ping behind it must not be answered.
{
	for (const auto& [id, what, frame, afterText, manner]: bad)
	{
		if (!afterText) cases.push_back({id, what, {send({frame})}, {}, failed(1002)});
		else cases.push_back({id, "text, " + std::string(what) + ", ping", {send({text(HELLO), frame, ping()}, manner)}, {{TEXT, HELLO}}, failed(1002)});
	}
}


Frame withOpcode(int opcode, Payload payload = {})
{
	return Frame{opcode, std::move(payload)};
}


} // namespace


void addFraming(Cases& cases)
{
	const std::size_t sizes[] = {0, 125, 126, 127, 128, 65535, 65536, 65536};
	for (const int opcode: {TEXT, BINARY})
	{
		std::size_t number = 0;
		for (const auto size: sizes)
		{
			const bool chopped = ++number == std::size(sizes);
			const Payload payload(opcode == TEXT ? "*" : "\xfe", size);
			cases.push_back({
				id(1, opcode, number),
				(opcode == TEXT ? "text, " : "binary, ") + std::to_string(size) + " octets" + (chopped ? ", chops of 997" : ""),
				{send({Frame{opcode, payload}}, chopped ? Manner{Manner::CHOPPED, 997} : Manner{})},
				{{opcode, payload}},
			});
			cases.back().patience = size > 128 ? 10 : 1;
		}
	}
}


void addPings(Cases& cases)
{
	const Payload longest("\xfe", 125);
	Frames ten;
	std::vector<Expected> pongs;
	for (int i = 0; i < 10; ++i)
	{
		const auto payload = "payload-" + std::to_string(i);
		ten.push_back(ping(payload));
		pongs.push_back({PONG, payload});
	}
	const Ending answered{Ending::ANSWERED};

	cases.push_back({"2.1", "empty ping", {send({ping()})}, {{PONG, {}}}});
	cases.push_back({"2.2", "ping with text", {send({ping(HELLO)})}, {{PONG, HELLO}}});
	cases.push_back({"2.3", "ping with what is no text", {send({ping(NOT_TEXT)})}, {{PONG, NOT_TEXT}}});
	cases.push_back({"2.4", "ping, 125 octets", {send({ping(longest)})}, {{PONG, longest}}});
	cases.push_back({"2.5", "ping, 126 octets", {send({ping(Payload("\xfe", 126))})}, {}, failed(1002)});
	cases.push_back({"2.6", "ping, 125 octets, octet by octet", {send({ping(longest)}, OCTETS)}, {{PONG, longest}}, {}, 1, 2});
	cases.push_back({"2.7", "empty pong that nobody asked for, close", {send({pong(), close(1000)})}, {}, answered});
	cases.push_back({"2.8", "pong that nobody asked for, close", {send({pong("unsolicited pong payload"), close(1000)})}, {}, answered});
	cases.push_back({"2.9", "pong that nobody asked for, ping", {send({pong("unsolicited pong payload"), ping("ping payload")})}, {{PONG, "ping payload"}}});
	cases.push_back({"2.10", "ten pings", {send(ten)}, pongs, {}, 1, 3});
	cases.push_back({"2.11", "ten pings, octet by octet", {send(ten, OCTETS)}, pongs, {}, 1, 3});
}


void addReservedBits(Cases& cases)
{
	addBad(cases, {
					  {"3.1", "text with RSV3", reserved(1, text(HELLO)), false},
					  {"3.2", "text with RSV2", reserved(2, text(HELLO)), true},
					  {"3.3", "text with RSV2+3", reserved(3, text(HELLO)), true, PER_FRAME},
					  {"3.4", "text with RSV1", reserved(4, text(HELLO)), true, OCTETS},
					  {"3.5", "binary with RSV1+3", reserved(5, binary(NOT_TEXT)), false},
					  {"3.6", "binary with RSV1+2", reserved(6, binary(HELLO)), false},
					  {"3.7", "close with all RSV bits", reserved(7, close()), false},
				  });
}


void addOpcodes(Cases& cases)
{
	const char payload[] = "reserved opcode payload";
	addBad(cases, {
					  {"4.1.1", "opcode 3, empty", withOpcode(3), false},
					  {"4.1.2", "opcode 4", withOpcode(4, payload), false},
					  {"4.1.3", "opcode 5, empty", withOpcode(5), true},
					  {"4.1.4", "opcode 6", withOpcode(6, HELLO), true},
					  {"4.1.5", "opcode 7", withOpcode(7, HELLO), true, OCTETS},
					  {"4.2.1", "opcode 11, empty", withOpcode(11), false},
					  {"4.2.2", "opcode 12", withOpcode(12, payload), false},
					  {"4.2.3", "opcode 13, empty", withOpcode(13), true},
					  {"4.2.4", "opcode 14", withOpcode(14, HELLO), true},
					  {"4.2.5", "opcode 15", withOpcode(15, HELLO), true, OCTETS},
				  });
}


} // namespace Conformance
