//
// Decoding.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Decoding.h"
#include "Plan.h"
#include "Rules.h"
#include "support/AllocationCounter.h"
#include <string>


namespace WS::Fuzz {


namespace {


std::string_view takeMessage(std::string_view& input)
{
	const std::size_t length = takeByte(input);
	const auto message = input.substr(0, length == 0 ? input.size() : length);
	input.remove_prefix(message.size());
	return message;
}


Verdict verdictOf(const SessionResult& result)
{
	if (result.kind == SessionResult::DONE) return Verdict::GOOD;
	demand(result.kind == SessionResult::FAILED, "what is marked is decoded, or fails");
	demandReadable(result.text);
	demand(result.code == CloseCode::INVALID_PAYLOAD || result.code == CloseCode::MESSAGE_TOO_BIG, "it fails with 1007 or 1009");
	return result.code == CloseCode::MESSAGE_TOO_BIG ? Verdict::TOO_LONG : Verdict::INVALID;
}


Verdict decode(Session& session, const DecodePlan& plan, std::string_view payload, std::string& out)
{
	constexpr std::size_t OVERHEAD = 64 * 1024;
	const Test::AllocationCounter memory;
	Message message(Opcode::BINARY, payload);
	message.rsv = Rsv::RSV1;
	const auto verdict = verdictOf(session.decode(message, out, plan.maxLength));
	const auto allowance = plan.maxLength + OVERHEAD;
	demand(memory.live() <= static_cast<std::ptrdiff_t>(allowance) && memory.largest() <= allowance, "memory is bounded");
	demand(out.size() <= plan.before.size() + plan.maxLength, "no more than maxLength bytes are appended");
	demand(out.starts_with(plan.before), "what is in the buffer stays");
	return verdict;
}


} // namespace


DecodePlan::DecodePlan(std::string_view& input)
{
	constexpr std::size_t LENGTHS[] = {LARGEST_LENGTH, 64, 1000, 40000};
	const unsigned choices = takeByte(input);
	window = static_cast<int>(choices & 0x07);
	takeover = (choices & 0x08) == 0;
	isServer = (choices & 0x10) != 0;
	maxLength = LENGTHS[choices >> 5 & 0x03];
	if (choices & 0x80) before = "before";
	releases = takeByte(input);
}


std::unique_ptr<Session> sessionOf(const Extension& extension, const DecodePlan& plan, ExtensionParams params)
{
	if (!plan.takeover) params.add(plan.isServer ? "client_no_context_takeover" : "server_no_context_takeover");
	if (plan.isServer) return extension.createServerSession({params});
	auto session = extension.createClientSession();
	demand(session->activate(params), "an answer is accepted");
	return session;
}


void decodeAll(Session& session, const DecodePlan& plan, std::string_view input, const Judge& judge)
{
	constexpr unsigned MOST_MESSAGES = 16;
	Verdict verdict = Verdict::GOOD;
	for (unsigned i = 0; i < MOST_MESSAGES && verdict == Verdict::GOOD && (i == 0 || !input.empty()); ++i)
	{
		if (plan.releases >> i % 8 & 1) session.release();
		std::string out(plan.before);
		const auto message = takeMessage(input);
		verdict = decode(session, plan, message, out);
		judge(message, verdict, std::string_view(out).substr(plan.before.size()));
	}
	session.release();
}


} // namespace WS::Fuzz
