//
// CloseCases.cpp
//
// Group 7: the closing handshake.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "conformance/suite/CaseGroups.h"


namespace Conformance {


namespace {


const char MESSAGE[] = "Hello World!";

const Ending ANSWERED{Ending::ANSWERED};
const Ending BAD_CLOSE = failed(1002);
const Ending INFORMATIONAL{Ending::INFORMATIONAL};


void addOrder(Cases& cases)
	/// What follows a close frame does not count.
{
	cases.push_back({"7.1.1", "text", {send({text(MESSAGE)})}, {{TEXT, MESSAGE}}});
	cases.push_back({"7.1.2", "two closes", {send({close(1000), close()})}, {}, ANSWERED});
	cases.push_back({"7.1.3", "ping after close", {send({close(1000), ping()})}, {}, ANSWERED});
	cases.push_back({"7.1.4", "text after close", {send({close(1000), text(MESSAGE)})}, {}, ANSWERED});
	cases.push_back({"7.1.5", "close between two fragments", {send({unfinished(text("fragment1")), close(1000), continuation("fragment2")})}, {}, ANSWERED});
	cases.push_back({"7.1.6", "text of 256 KiB, text, close, ping", {send({text(Payload("*", 256 * 1024)), text(MESSAGE), close(1000), ping()})}, {}, INFORMATIONAL});
}


void addPayloads(Cases& cases)
{
	const Ending dropped{Ending::FAILED, {1002}, false};
	const Ending notUTF8{Ending::FAILED, {1002, 1007}, false};

	cases.push_back({"7.3.1", "close without a code", {send({close()})}, {}, ANSWERED});
	cases.push_back({"7.3.2", "close, one octet", {send({Frame{CLOSE, "a"}})}, {}, BAD_CLOSE});
	cases.push_back({"7.3.3", "close with a code", {send({close(1000)})}, {}, ANSWERED});
	cases.push_back({"7.3.4", "close with a code and a reason", {send({close(1000, MESSAGE)})}, {}, ANSWERED});
	cases.push_back({"7.3.5", "close with the longest reason", {send({close(1000, std::string(123, '*'))})}, {}, ANSWERED});
	cases.push_back({"7.3.6", "close, 126 octets", {send({close(1000, std::string(124, '*'))})}, {}, dropped});
	cases.push_back({"7.5.1", "close, the reason is not UTF-8", {send({close(1000, hex("cebae1bdb9cf83cebcceb5eda080656469746564"))})}, {}, notUTF8});
}


void addCodes(Cases& cases)
{
	std::size_t number = 0;
	for (const int code: {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
	{
		const Ending ending{Ending::ANSWERED, {code, 1000}};
		cases.push_back({id(7, 7, ++number), "close " + std::to_string(code), {send({close(code)})}, {}, ending});
	}

	number = 0;
	for (const int code: {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999})
	{
		cases.push_back({id(7, 9, ++number), "close " + std::to_string(code) + ", which is none", {send({close(code)})}, {}, BAD_CLOSE});
	}

	number = 0;
	for (const int code: {5000, 65535})
	{
		cases.push_back({id(7, 13, ++number), "close " + std::to_string(code), {send({close(code)})}, {}, INFORMATIONAL});
	}
}


} // namespace


void addCloses(Cases& cases)
{
	addOrder(cases);
	addPayloads(cases);
	addCodes(cases);
}


} // namespace Conformance
