//
// ExtensionPipeline.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ExtensionPipeline.h"
#include "Guarded.h"
#include <utility>


namespace WS {


namespace {


Rsv without(Rsv bits, Rsv taken)
{
	return static_cast<Rsv>(static_cast<unsigned>(bits) & ~static_cast<unsigned>(taken));
}


} // namespace


ExtensionPipeline::ExtensionPipeline(BufferPool* pool):
	_incoming(pool),
	_outgoing(pool)
{
}


bool ExtensionPipeline::hasRoomFor(const Extension& extension) const
{
	return (extension.rsv() & _rsv) == Rsv::NONE;
}


void ExtensionPipeline::add(std::shared_ptr<const Extension> extension, std::unique_ptr<Session> session, ExtensionParams params)
{
	const Rsv rsv = extension->rsv();
	_negotiated.push_back({std::string(extension->name()), std::move(params)});
	_stages.push_back({std::move(extension), std::move(session), rsv});
	_rsv = _rsv | rsv;
	_hasUnmarked = _hasUnmarked || rsv == Rsv::NONE;
}


bool ExtensionPipeline::touches(Rsv rsv) const
{
	return _hasUnmarked || (rsv & _rsv) != Rsv::NONE;
}


template <class Call>
SessionResult ExtensionPipeline::pass(const Stage& stage, TurningBuffers& buffers, Message& message, const Call& call)
	// One stage: what it makes becomes the message.
{
	std::string& buffer = buffers.next();
	SessionResult result;
	if (const auto thrown = thrownBy([&] { result = call(buffer); })) result = SessionResult::failed(*thrown);
	if (result.kind == SessionResult::FAILED)
	{
		result.text.insert(0, ": ").insert(0, stage.extension->name());
		if (!isSendable(result.code)) result.code = CloseCode::INTERNAL_ERROR;
	}
	else if (result.kind == SessionResult::DONE)
	{
		const Rsv rsv = message.rsv;
		message = Message(message.opcode, &buffer);
		message.rsv = rsv;
		buffers.turn();
	}
	return result;
}


std::optional<SessionResult> ExtensionPipeline::decode(Message& message, std::size_t maxLength)
{
	for (auto stage = _stages.rbegin(); stage != _stages.rend(); ++stage)
	{
		if (stage->rsv != Rsv::NONE && (message.rsv & stage->rsv) == Rsv::NONE) continue;
		auto result = pass(*stage, _incoming, message, [&](std::string& out) {
			auto decoded = stage->session->decode(message, out, maxLength);
			if (out.size() > maxLength) return SessionResult::failed("over the limit", CloseCode::MESSAGE_TOO_BIG);
			return decoded;
		});
		if (result.kind == SessionResult::FAILED) return result;
		message.rsv = without(message.rsv, stage->rsv);
	}
	return std::nullopt;
}


std::optional<SessionResult> ExtensionPipeline::encode(Message& message, const SendOptions& options)
{
	for (const auto& stage: _stages)
	{
		auto result = pass(stage, _outgoing, message, [&](std::string& out) { return stage.session->encode(message, options, out); });
		if (result.kind == SessionResult::FAILED) return result;
		if (result.kind == SessionResult::DONE) message.rsv = message.rsv | stage.rsv;
	}
	return std::nullopt;
}


void ExtensionPipeline::release()
{
	for (auto& stage: _stages) thrownBy([&] { stage.session->release(); });          // there is nobody to tell
	_incoming.release();
	_outgoing.release();
}


} // namespace WS
