//
// ProxyHeader.cpp
//
// What a proxy says of its client, in the PROXY protocol: any bytes from the first one on.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Pieces.h"
#include "Rules.h"
#include "net/ProxyProtocol.h"
#include "support/AllocationCounter.h"
#include <algorithm>
#include <cstdint>
#include <string>


using namespace WS;
using namespace WS::Fuzz;
using Net::ProxyProtocol;


namespace {


constexpr std::size_t FIXED_MEMORY = 4 * 1024;


struct Outcome
	/// What a header led to.
{
	ProxyProtocol::Result result = ProxyProtocol::Result::NEED_MORE;
	std::string client;
	std::string failure;
	std::string rest;                // what comes from the client

	bool operator == (const Outcome& other) const = default;
};


unsigned byteAt(std::string_view bytes, std::size_t position)
{
	return static_cast<unsigned char>(bytes[position]);
}


void demandHeader(std::string_view header, const std::string& client)
	/// It is what was taken off for one.
{
	demand(header.size() >= 16 && header.starts_with(std::string_view("\r\n\r\n\0\r\nQUIT\n", 12)), "a header has its signature");
	demand(header.size() == 16 + (byteAt(header, 14) << 8 | byteAt(header, 15)), "a header is as long as it says");
	const auto command = byteAt(header, 12);
	const auto family = byteAt(header, 13);
	demand(command == 0x20 || command == 0x21, "version and command are known");
	demand(client.empty() != (command == 0x21 && (family == 0x11 || family == 0x21)), "clients over TCP have an address, and no others");
}


Outcome run(const Plan& plan, std::string_view input, Piecing piecing)
{
	Test::AllocationCounter memory;
	Pieces pieces(plan, input, piecing);
	ProxyProtocol header;
	Outcome outcome;
	while (!pieces.isAtEnd())
	{
		const auto piece = pieces.next();
		auto left = piece;
		const auto before = header.result();
		const auto result = header.receive(left);
		demand(before == ProxyProtocol::Result::NEED_MORE || (result == before && left.size() == piece.size()), "what is decided takes nothing more");
		demand(result != ProxyProtocol::Result::NEED_MORE || left.empty(), "while it is not decided all is taken");
		outcome.rest.append(left.begin(), left.end());
		const auto allowance = FIXED_MEMORY + pieces.blockSize() + 2 * outcome.rest.capacity();
		demand(memory.live() <= static_cast<std::ptrdiff_t>(allowance), "memory is bounded");
	}
	outcome.result = header.result();
	outcome.failure = header.failure();
	if (header.client()) outcome.client = header.client()->toString();
	return outcome;
}


} // namespace


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	const std::string_view input(reinterpret_cast<const char*>(data), size);
	const Plan plan(input);
	const auto bytes = input.substr(std::min(size, Plan::SIZE));
	const auto whole = run(plan, bytes, Piecing::WHOLE);
	demand(whole == run(plan, bytes, Piecing::PLANNED), "whole and in pieces give the same");

	demand(whole.failure.empty() == (whole.result != ProxyProtocol::Result::FAILED), "what fails says why");
	if (!whole.failure.empty()) demandReadable(whole.failure);
	if (whole.result == ProxyProtocol::Result::DONE) demandHeader(bytes.substr(0, bytes.size() - whole.rest.size()), whole.client);
	return 0;
}
