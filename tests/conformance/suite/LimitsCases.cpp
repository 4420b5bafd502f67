//
// LimitsCases.cpp
//
// Group 9: large messages, many fragments, many writes, many messages.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/CaseGroups.h"


namespace Conformance {


namespace {


constexpr std::size_t KIB = 1024;
constexpr std::size_t MIB = 1024 * KIB;

const char* const TYPES[] = {"", "text", "binary"};


std::string size(std::size_t octets)
{
	if (octets >= MIB) return std::to_string(octets / MIB) + " MiB";
	if (octets >= KIB) return std::to_string(octets / KIB) + " KiB";
	return std::to_string(octets);
}


void addFrames(Cases& cases, int opcode)
{
	std::size_t number = 0;
	for (const auto octets: {64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB})
	{
		const Payload payload(opcode == TEXT ? "BAsd7&jh23" : hex("00fe23faf0"), octets);
		cases.push_back({id(9, opcode, ++number), std::string(TYPES[opcode]) + ", " + size(octets), {send({Frame{opcode, payload}})}, {{opcode, payload}}});
		cases.back().patience = octets >= MIB ? 100 : 10;
	}
}


void addFragments(Cases& cases, int section, int opcode)
{
	std::size_t number = 0;
	for (std::size_t octets = 64; octets <= 4 * MIB; octets *= 4)
	{
		const Payload payload(opcode == BINARY && number == 0 ? "\xfe" : "*", 4 * MIB);
		const auto what = std::string(TYPES[opcode]) + ", 4 MiB in fragments of " + size(octets);
		cases.push_back({id(9, section, ++number), what, {send(fragments(opcode, payload, octets))}, {{opcode, payload}}, {}, 1, 100});
	}
}


void addChops(Cases& cases, int section, int opcode)
{
	const Payload payload(opcode == TEXT ? "*" : "\xfe", MIB);
	std::size_t number = 0;
	for (std::size_t octets = 64; octets <= 2048; octets *= 2)
	{
		const auto what = std::string(TYPES[opcode]) + ", 1 MiB in chops of " + std::to_string(octets);
		cases.push_back({id(9, section, ++number), what, {send({Frame{opcode, payload}}, {Manner::CHOPPED, octets})}, {{opcode, payload}}, {}, 1, 1000});
	}
}


void addMessages(Cases& cases, int section, int opcode)
{
	std::size_t number = 0;
	for (const std::size_t octets: {0, 16, 64, 256, 1024, 4096})
	{
		const Payload payload(opcode == TEXT ? "*" : "\xfe", octets);
		const auto what = "1000 times " + std::string(TYPES[opcode]) + ", " + std::to_string(octets) + " octets";
		cases.push_back({id(9, section, ++number), what, {send({Frame{opcode, payload}})}, {{opcode, payload}}, {}, 1000});
		cases.back().patience = octets <= 64 ? 60 : octets == 256 ? 120
			: octets == 1024                                      ? 240
																  : 480;
	}
}


} // namespace


void addLimits(Cases& cases)
{
	addFrames(cases, TEXT);
	addFrames(cases, BINARY);
	addFragments(cases, 3, TEXT);
	addFragments(cases, 4, BINARY);
	addChops(cases, 5, TEXT);
	addChops(cases, 6, BINARY);
	addMessages(cases, 7, TEXT);
	addMessages(cases, 8, BINARY);
}


} // namespace Conformance
