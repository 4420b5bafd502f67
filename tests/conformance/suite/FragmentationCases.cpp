//
// FragmentationCases.cpp
//
// Groups 5 and 10: messages in fragments, with control frames between, and fragments out of order.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/CaseGroups.h"
#include <iterator>


namespace Conformance {


namespace {


const char P[] = "ping payload";
const Expected BOTH{TEXT, "fragment1fragment2"};

const Manner MANNERS[] = {{}, PER_FRAME, OCTETS};
const char* const MANNER_NAMES[] = {"", ", frame by frame", ", octet by octet"};


Payload f(int number)
{
	return "fragment" + std::to_string(number);
}


std::string numbered(int number)
{
	return "5." + std::to_string(number);
}


void addInEachManner(Cases& cases, int number, const std::string& what, const Frames& frames, const std::vector<Expected>& expected, const Ending& ending = {})
	/// Three cases from number on.
{
	for (std::size_t i = 0; i < std::size(MANNERS); ++i)
	{
		cases.push_back({numbered(number + static_cast<int>(i)), what + MANNER_NAMES[i], {send(frames, MANNERS[i])}, expected, ending});
	}
}


void addWithPause(Cases& cases, int number, std::size_t manner)
{
	const std::vector<Step> steps = {
		send({unfinished(text(f(1))), unfinished(continuation(f(2))), ping("pongme 1!")}, MANNERS[manner]),
		{Step::PAUSE},
		send({unfinished(continuation(f(3))), unfinished(continuation(f(4))), ping("pongme 2!"), continuation(f(5))}, MANNERS[manner]),
	};
	const std::vector<Expected> expected = {
		{PONG, "pongme 1!"},
		{PONG, "pongme 2!"},
		{TEXT, "fragment1fragment2fragment3fragment4fragment5"},
	};
	cases.push_back({numbered(number), std::string("five fragments, two pings and a pause between them") + MANNER_NAMES[manner], steps, expected});
}


} // namespace


void addFragmentation(Cases& cases)
{
	const auto first = unfinished(text(f(1)));
	const auto stray = continuation("non-continuation payload");

	cases.push_back({"5.1", "ping in two fragments", {send({unfinished(ping(f(1))), continuation(f(2))})}, {}, failed(1002)});
	cases.push_back({"5.2", "pong in two fragments", {send({unfinished(pong(f(1))), continuation(f(2))})}, {}, failed(1002)});
	addInEachManner(cases, 3, "text in two fragments", {first, continuation(f(2))}, {BOTH});
	addInEachManner(cases, 6, "text in two fragments, a ping between them", {first, ping(P), continuation(f(2))}, {{PONG, P}, BOTH});
	addInEachManner(cases, 9, "continuation of nothing, text", {stray, text(HELLO)}, {}, failed(1002));
	addInEachManner(cases, 12, "continuation of nothing without FIN, text", {unfinished(stray), text(HELLO)}, {}, failed(1002));

	const Frames four = {first, continuation(f(2)), unfinished(continuation(f(3))), text(f(4))};
	cases.push_back({"5.15", "text in two fragments, continuation of nothing, text", {send(four)}, {BOTH}, failed(1002)});

	const Frames open = {unfinished(continuation(f(1))), unfinished(text(f(2))), continuation(f(3))};
	const Frames final = {continuation(f(1)), unfinished(text(f(2))), continuation(f(3))};
	const auto twice = [](Frames frames) {
		const auto once = frames;
		frames.insert(frames.end(), once.begin(), once.end());
		return send(frames);
	};
	cases.push_back({"5.16", "twice: continuation of nothing without FIN, text in two fragments", {twice(open)}, {}, failed(1002)});
	cases.push_back({"5.17", "twice: continuation of nothing, text in two fragments", {twice(final)}, {}, failed(1002)});
	cases.push_back({"5.18", "text inside another", {send({first, text(f(2))})}, {}, failed(1002)});
	addWithPause(cases, 19, 0);
	addWithPause(cases, 20, 1);
	for (auto c = cases.end() - 2; c != cases.end(); ++c) c->patience = 2;
}


void addAutoFragmentation(Cases& cases)
{
	const Payload payload("*", 65536);
	cases.push_back({"10.1.1", "text, 64 KiB in fragments of 1300", {send(fragments(TEXT, payload, 1300))}, {{TEXT, payload}}, {}, 1, 10});
}


} // namespace Conformance
