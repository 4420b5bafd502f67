//
// CompressedDataCases.cpp
//
// Group D, sections 5 to 8: what a peer must not take, and what it must, once permessage-deflate is agreed. The data is
// small enough to be checked by hand (RFC 1951 3.2, RFC 7692 7.2.3).
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/CaseGroups.h"


namespace Conformance {


namespace {


constexpr std::size_t MIB = 1024 * 1024;
constexpr std::size_t WINDOW = 32768;

const std::string OFFER = "permessage-deflate";
const char* const COMPRESSED = "f248cdc9c90700";            // "Hello"
const char* const AGAIN = "f200110000";                     // "Hello" out of the message before
const char* const FROM_WINDOW_EDGE = "42dcff0f00";          // ten octets from 32768 back

const Ending BAD{Ending::FAILED, {1002, 1007}};
const Ending INFORMATIONAL{Ending::INFORMATIONAL};


Frame deflated(Frame frame)
{
	return reserved(RSV1, std::move(frame));
}


Frame deflated(std::string_view payload)
{
	return deflated(text(hex(payload)));
}


class Section
{
public:
	Section(Cases& cases, int section):
		_cases(cases),
		_section(section)
	{
	}

	Case& add(std::string what, Frames frames, std::vector<Expected> expected, Ending ending = {})
	{
		_cases.push_back({ownID(_section, ++_number), std::move(what), {send(std::move(frames))}, std::move(expected), std::move(ending)});
		_cases.back().negotiation = {Negotiation::DEFLATE, OFFER, {{false, 0}}};
		return _cases.back();
	}

	Case& add(std::string what, const Messages& messages, Ending ending = {})
	{
		auto& c = add(std::move(what), {}, {}, std::move(ending));
		c.messages = messages;
		c.patience = 60;
		return c;
	}

private:
	Cases& _cases;
	const int _section;
	std::size_t _number = 0;
};


std::string history(std::size_t size)
	/// A stored block of so many octets, and the empty one that every message ends with.
{
	std::string block(1, '\0');
	for (const auto length: {size, ~size}) block.append({static_cast<char>(length), static_cast<char>(length >> 8)});
	return block.append(Payload("0123456789abcdef", size).bytes()).append(1, '\0');
}


void addCorrupt(Cases& cases)
{
	Section section(cases, 5);
	section.add("block of type 3", {deflated("0600")}, {}, BAD);
	section.add("stored block, lengths differ", {deflated("000500050048656c6c6f00")}, {}, BAD);
	section.add("stored block, cut short", {deflated(binary(hex("000a00f5ff48656c6c6f")))}, {}, BAD);
	section.add("Huffman code with too many codes", {deflated("04009204")}, {}, BAD);
	section.add("length that there is not", {deflated("1a030000")}, {}, BAD);
	section.add("distance that there is not", {deflated("4a043e0000")}, {}, BAD);
	section.add("distance beyond the beginning", {deflated(AGAIN)}, {}, BAD);
	section.add("distance beyond the window", {deflated(text(history(WINDOW - 1))), deflated(FROM_WINDOW_EDGE)}, {{TEXT, Payload("0123456789abcdef", WINDOW - 1)}}, BAD).takeover = true;
	section.add("bad block after one with BFINAL", {deflated("f348cdc9c907000600")}, {}, BAD);
	section.add("corrupt in the second fragment", {unfinished(deflated("f248cd")), continuation(hex("ffffff"))}, {}, BAD);
	section.add("text that is not UTF-8", {deflated("000200fdffc32800")}, {}, failed(1007));
	section.add("no empty block in the end", {deflated("000500faff48656c6c6f")}, {}, INFORMATIONAL);
	section.add("no octet at all", {deflated("")}, {}, INFORMATIONAL);
}


void addReservedBitsWithDeflate(Cases& cases)
{
	const auto bad = failed(1002);
	Section section(cases, 6);
	section.add("RSV1 on both fragments", {unfinished(deflated("f248cd")), deflated(continuation(hex("c9c90700")))}, {}, bad);
	section.add("RSV1 on the second fragment only", {unfinished(text("Hello")), deflated(continuation(hex("c9c90700")))}, {}, bad);
	section.add("RSV1 on a ping", {deflated(ping(hex(COMPRESSED)))}, {}, bad);
	section.add("RSV1 on a pong", {deflated(pong(hex(COMPRESSED)))}, {}, bad);
	section.add("RSV1 on a close", {deflated(close())}, {}, bad);
	section.add("RSV1 on a ping inside a message", {unfinished(deflated("f248cd")), deflated(ping())}, {}, bad);
	section.add("RSV2", {reserved(RSV2, text(HELLO))}, {}, bad);
	section.add("RSV3", {reserved(RSV3, text(HELLO))}, {}, bad);
	section.add("RSV1 and RSV2", {reserved(RSV1 | RSV2, text(hex(COMPRESSED)))}, {}, bad);
	section.add("RSV1, nothing agreed", {deflated(COMPRESSED)}, {}, bad).negotiation = {};
}


void addBlocks(Section& section)
{
	const Expected hello{TEXT, "Hello"};
	const Expected empty{TEXT, ""};
	section.add("empty message, stored block", {deflated("00"), deflated(COMPRESSED)}, {empty, hello});
	section.add("empty message, compressed block", {deflated("0200"), deflated(COMPRESSED)}, {empty, hello});
	section.add("stored block", {deflated("000500faff48656c6c6f00")}, {hello});
	section.add("two blocks", {deflated("f24805000000ffffcac9c90700")}, {hello});
	section.add("block with BFINAL, and the next message", {deflated("f348cdc9c9070000"), deflated(COMPRESSED)}, {hello, hello});
	section.add("two blocks with BFINAL", {deflated("f348cdc9c90700f348cdc9c9070000")}, {{TEXT, "HelloHello"}});
	section.add("ten thousand empty blocks", {deflated(text(Payload(hex("000000ffff"), 50000).bytes() + hex(COMPRESSED)))}, {hello});
}


void addMixtures(Section& section)
{
	const Expected hello{TEXT, "Hello"};
	Frames octets{unfinished(deflated("f2"))};
	std::vector<Expected> pongs;
	for (const auto octet: {"48", "cd", "c9", "c9", "07", "00"})
	{
		octets.insert(octets.end(), {ping(octet), unfinished(continuation(hex(octet)))});
		pongs.push_back({PONG, octet});
	}
	octets.back().fin = true;
	pongs.push_back(hello);
	section.add("fragments of an octet, pings between", octets, pongs);
	section.add("empty fragments", {unfinished(deflated("")), unfinished(continuation("")), continuation(hex(COMPRESSED))}, {hello});
	section.add("not compressed", {text(HELLO), binary(HELLO)}, {{TEXT, HELLO}, {BINARY, HELLO}});
	section.add("message that refers to the one before", {deflated(COMPRESSED), deflated(AGAIN)}, {hello, hello}).takeover = true;
	section.add("one that is not compressed between two such", {deflated(COMPRESSED), text(HELLO), deflated(AGAIN)}, {hello, {TEXT, HELLO}, hello}).takeover = true;
	section.add("distance to the edge of the window", {deflated(text(history(WINDOW))), deflated(FROM_WINDOW_EDGE)}, {{TEXT, Payload("0123456789abcdef", WINDOW)}, {TEXT, "0123456789"}}).takeover = true;
}


void addLengths(Cases& cases)
{
	const auto tooLong = failed(1009);
	Section section(cases, 8);
	section.add("16 MiB of zeros in 16 KiB", {Sample::ZEROS, BINARY, 16 * MIB, 0, 1});
	section.add("64 MiB of zeros in 64 KiB", {Sample::ZEROS, BINARY, 64 * MIB, 0, 1}, tooLong).beyondLimit = true;
	section.add("64 MiB of zeros in fragments of 1 KiB", {Sample::ZEROS, BINARY, 64 * MIB, 1024, 1}, tooLong).beyondLimit = true;
}


} // namespace


void addBadData(Cases& cases)
{
	addCorrupt(cases);
	addReservedBitsWithDeflate(cases);
}


void addUnusual(Cases& cases)
{
	Section section(cases, 7);
	addBlocks(section);
	addMixtures(section);
	addLengths(cases);
}


} // namespace Conformance
