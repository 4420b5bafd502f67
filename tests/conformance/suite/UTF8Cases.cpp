//
// UTF8Cases.cpp
//
// Group 6: text that is UTF-8, and text that is not.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/CaseGroups.h"


namespace Conformance {


namespace {


const std::string U = hex("48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121");
const std::string G = hex("cebae1bdb9cf83cebcceb5");        // "kosme" in Greek
const std::string SURROGATE = G + hex("eda080656469746564");
const std::string TOO_LARGE = G + hex("f4908080656469746564");        // past U+10FFFF, as its second octet tells

const Ending NOT_UTF8 = failed(1007);


using Payloads = std::vector<std::string>;


class Section
	/// Single frames under one number.
{
public:
	Section(Cases& cases, int number): _cases(cases), _number(number) {}

	Section& valid(const Payloads& payloads)
	{
		for (const auto& payload: payloads) add(payload, "valid", {{TEXT, payload}}, {});
		return *this;
	}

	Section& invalid(const Payloads& payloads)
	{
		for (const auto& payload: payloads) add(payload, "not UTF-8", {}, NOT_UTF8);
		return *this;
	}

private:
	void add(const std::string& payload, const std::string& kind, std::vector<Expected> expected, const Ending& ending)
	{
		constexpr std::size_t shown = 16;
		auto what = kind + ": " + printable(payload.substr(0, shown)) + (payload.size() > shown ? "..." : "");
		_cases.push_back({id(6, _number, ++_count), std::move(what), {send({text(payload)})}, std::move(expected), ending});
	}

	Cases& _cases;
	const int _number;
	std::size_t _count = 0;
};


Payloads fromHex(std::initializer_list<std::string_view> digits)
{
	Payloads payloads;
	for (const auto text: digits) payloads.push_back(hex(text));
	return payloads;
}


std::string range(int first, int last, const char* after = "")
	/// These octets, each followed by the text.
{
	std::string bytes;
	for (int octet = first; octet <= last; ++octet) bytes.append(1, static_cast<char>(octet)).append(after);
	return bytes;
}


std::string joined(const Payloads& payloads)
{
	std::string bytes;
	for (const auto& payload: payloads) bytes += payload;
	return bytes;
}


Payloads withLast(const Payloads& heads)
	/// The last two code points of each plane: they are no characters, but valid.
{
	Payloads payloads;
	for (const auto& head: heads)
		for (const char last: {'\xbe', '\xbf'}) payloads.push_back(head + last);
	return payloads;
}


void addInPieces(Cases& cases)
{
	const auto parts = [](const char* middle) { return Frames{unfinished(text("")), unfinished(continuation(middle)), continuation("")}; };
	const char middle[] = "middle frame payload";
	cases.push_back({"6.1.1", "empty text", {send({text("")})}, {{TEXT, ""}}});
	cases.push_back({"6.1.2", "empty text in three fragments", {send(parts(""))}, {{TEXT, ""}}});
	cases.push_back({"6.1.3", "text between two empty fragments", {send(parts(middle))}, {{TEXT, middle}}});

	constexpr std::size_t onCodePoint = 15;
	cases.push_back({"6.2.1", "text in one frame", {send({text(U)})}, {{TEXT, U}}});
	cases.push_back({"6.2.2", "text cut between two characters", {send(fragments(TEXT, U, onCodePoint))}, {{TEXT, U}}});
	cases.push_back({"6.2.3", "text in fragments of one octet", {send(fragments(TEXT, U, 1))}, {{TEXT, U}}});
	cases.push_back({"6.2.4", "Greek in fragments of one octet", {send(fragments(TEXT, G, 1))}, {{TEXT, G}}});

	cases.push_back({"6.3.1", "not UTF-8: a surrogate", {send({text(SURROGATE)})}, {}, NOT_UTF8});
	cases.push_back({"6.3.2", "not UTF-8: a surrogate, in fragments of one octet", {send(fragments(TEXT, SURROGATE, 1))}, {}, NOT_UTF8});
}


void addFailFast(Cases& cases)
	/// After the second part it is clear that the text is wrong.
{
	struct Cut
	{
		std::size_t good;
		std::size_t bad;
		const char* where;
	};
	const Cut cuts[] = {{G.size(), 4, "before the bad character"}, {G.size() + 1, 1, "inside the bad character"}};

	for (std::size_t i = 0; i < std::size(cuts); ++i)
	{
		const auto [good, bad, where] = cuts[i];
		const auto second = TOO_LARGE.substr(good, bad);
		const auto third = TOO_LARGE.substr(good + bad);
		const std::vector<Step> steps = {
			send({unfinished(text(TOO_LARGE.substr(0, good)))}),
			{Step::PAUSE},
			send({unfinished(continuation(second))}),
			{Step::WAIT},
			send({continuation(third)}),
		};
		cases.push_back({id(6, 4, i + 1), std::string("fails at the bad octet: fragments cut ") + where, steps, {}, NOT_UTF8});
	}
	for (std::size_t i = 0; i < std::size(cuts); ++i)
	{
		const auto [good, bad, where] = cuts[i];
		auto first = unfinished(text(TOO_LARGE.substr(0, good)));
		first.following = TOO_LARGE.size() - good;
		const auto more = [](std::string bytes) { return Frame{.opcode = TEXT, .payload = std::move(bytes), .headless = true}; };
		const std::vector<Step> steps = {
			send({first}),
			{Step::PAUSE},
			send({more(TOO_LARGE.substr(good, bad))}),
			{Step::WAIT},
			send({more(TOO_LARGE.substr(good + bad)), continuation("")}),
		};
		cases.push_back({id(6, 4, i + 3), std::string("fails at the bad octet: a frame cut ") + where, steps, {}, NOT_UTF8});
	}
}


void addGreekPrefixes(Cases& cases)
{
	Section section(cases, 6);
	for (std::size_t size = 1; size <= G.size(); ++size)
	{
		const bool whole = size == 2 || size == 5 || size == 7 || size == 9 || size == 11;
		if (whole) section.valid({G.substr(0, size)});
		else section.invalid({G.substr(0, size)});
	}
}


void addSequences(Cases& cases)
{
	Section(cases, 7).valid(fromHex({"00", "c280", "e0a080", "f0908080"}));
	Section(cases, 8).invalid(fromHex({"f888808080", "fc8480808080"}));
	Section(cases, 9).valid(fromHex({"7f", "dfbf", "efbfbf", "f48fbfbf"}));
	Section(cases, 10).invalid(fromHex({"f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf"}));
	Section(cases, 11).valid(fromHex({"ed9fbf", "ee8080", "efbfbd", "f48fbfbf"})).invalid(fromHex({"f4908080"}));
	Section(cases, 12).invalid(fromHex({"80", "bf", "80bf", "80bf80", "80bf80bf", "80bf80bf80", "80bf80bf80bf"})).invalid({range(0x80, 0xbe)});
	Section(cases, 13).invalid({range(0xc0, 0xde, " "), range(0xe0, 0xee, " "), range(0xf0, 0xf6, " "), range(0xf8, 0xfa, " "), range(0xfc, 0xfc, " ")});

	const auto cut = fromHex({"c0", "e080", "f08080", "f8808080", "fc80808080", "df", "efbf", "f7bfbf", "fbbfbfbf", "fdbfbfbfbf"});
	Section(cases, 14).invalid(cut);
	Section(cases, 15).invalid({joined(cut)});
	Section(cases, 16).invalid(fromHex({"fe", "ff", "fefeffff"}));
	Section(cases, 17).invalid(fromHex({"c0af", "e080af", "f08080af", "f8808080af", "fc80808080af"}));
	Section(cases, 18).invalid(fromHex({"c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf"}));
	Section(cases, 19).invalid(fromHex({"c080", "e08080", "f0808080", "f880808080", "fc8080808080"}));
}


void addSurrogatesAndNoncharacters(Cases& cases)
{
	Section(cases, 20).invalid(fromHex({"eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf"}));
	Section pairs(cases, 21);
	for (const auto& high: fromHex({"eda080", "edadbf", "edae80", "edafbf"}))
		for (const auto& low: fromHex({"edb080", "edbfbf"})) pairs.invalid({high + low});

	Payloads planes = fromHex({"efbf", "f09fbf", "f0afbf", "f0bfbf"});
	for (const auto& lead: fromHex({"f1", "f2", "f3"}))
		for (const auto& second: fromHex({"8f", "9f", "af", "bf"})) planes.push_back(lead + second + '\xbf');
	planes.push_back(hex("f48fbf"));
	Section(cases, 22).valid(withLast(planes));
	Section(cases, 23).valid(fromHex({"efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd", "efbfbe", "efbfbf"}));
}


} // namespace


void addUTF8(Cases& cases)
{
	addInPieces(cases);
	addFailFast(cases);
	Section(cases, 5).valid({"hello$world", "hello" + hex("c2a2") + "world", "hello" + hex("e282ac") + "world", "hello" + hex("f0a4ada2") + "world", G});
	addGreekPrefixes(cases);
	addSequences(cases);
	addSurrogatesAndNoncharacters(cases);
}


} // namespace Conformance
