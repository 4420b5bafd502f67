//
// ExtensionPipeline.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ExtensionPipeline.h"
#include "Output.h"
#include "Release.h"
#include "WS/BufferPool.h"
#include <algorithm>
#include <new>
#include <utility>


namespace WS {


namespace {


Rsv without(Rsv bits, Rsv taken)
{
	return static_cast<Rsv>(static_cast<unsigned>(bits) & ~static_cast<unsigned>(taken));
}


template <class Call>
SessionResult guarded(const Call& call)
	// Sessions are others' code, and come from shared objects: what they throw ends the connection, not the caller.
{
	try
	{
		return call();
	}
	catch (const std::bad_alloc&)
	{
		throw;
	}
	catch (const std::exception& exception)
	{
		return SessionResult::failed(exception.what());
	}
	catch (...)
	{
		return SessionResult::failed("an exception of unknown type");
	}
}


} // namespace


ExtensionPipeline::ExtensionPipeline(BufferPool* pool):
	_pool(pool)
{
}


ExtensionPipeline::~ExtensionPipeline()
{
	release();
}


bool ExtensionPipeline::hasRoomFor(const Extension& extension) const
{
	return (extension.rsv() & _rsv) == Rsv::NONE;
}


void ExtensionPipeline::add(std::shared_ptr<const Extension> extension, std::unique_ptr<Session> session, ExtensionParams params)
{
	const Rsv rsv = extension->rsv();
	_stages.push_back({std::move(extension), std::move(session), std::move(params), rsv});
	_rsv = _rsv | rsv;
	_hasUnmarked = _hasUnmarked || rsv == Rsv::NONE;
}


bool ExtensionPipeline::touches(Rsv rsv) const
{
	return _hasUnmarked || (rsv & _rsv) != Rsv::NONE;
}


template <class Call>
std::optional<SessionResult> ExtensionPipeline::pass(const Stage& stage, Message& message, const Call& call)
	// One stage: what it makes becomes the message, in the buffer that the message does not lie in. A result: it failed.
{
	std::string& buffer = _buffers[_turn];
	if (_pool && buffer.capacity() < Output::PIECE) buffer = _pool->take();
	buffer.clear();
	SessionResult result = guarded([&] { return call(buffer); });
	if (result.kind == SessionResult::FAILED)
	{
		result.text.insert(0, std::string(stage.extension->name()).append(": "));
		if (!isSendable(result.code)) result.code = CloseCode::INTERNAL_ERROR;
		return result;
	}
	if (result.kind == SessionResult::UNTOUCHED) return std::nullopt;
	message = Message(message.opcode, &buffer);
	_turn = 1 - _turn;
	return std::nullopt;
}


std::optional<SessionResult> ExtensionPipeline::decode(Message& message, std::size_t maxLength)
{
	for (auto stage = _stages.rbegin(); stage != _stages.rend(); ++stage)
	{
		const Rsv rsv = message.rsv;
		if (stage->rsv != Rsv::NONE && (rsv & stage->rsv) == Rsv::NONE) continue;
		auto failure = pass(*stage, message, [&](std::string& out) {
			auto result = stage->session->decode(message, out, maxLength);
			if (out.size() > maxLength) return SessionResult::failed("message too long", CloseCode::MESSAGE_TOO_BIG);
			return result;
		});
		if (failure) return failure;
		message.rsv = without(rsv, stage->rsv);
	}
	return std::nullopt;
}


std::optional<SessionResult> ExtensionPipeline::encode(Message& message, const SendOptions& options)
{
	for (const auto& stage: _stages)
	{
		const Rsv rsv = message.rsv;
		const char* before = message.payload.data();
		auto failure = pass(stage, message, [&](std::string& out) { return stage.session->encode(message, options, out); });
		if (failure) return failure;
		const bool done = message.payload.data() != before;
		message.rsv = done ? rsv | stage.rsv : rsv;
	}
	return std::nullopt;
}


void ExtensionPipeline::release()
{
	for (auto& stage: _stages) stage.session->release();
	for (auto& buffer: _buffers)
	{
		if (_pool) _pool->give(std::move(buffer));
		WS::release(buffer);
	}
}


std::vector<Negotiated> ExtensionPipeline::negotiated() const
{
	std::vector<Negotiated> list;
	for (const auto& stage: _stages) list.push_back({std::string(stage.extension->name()), stage.params});
	return list;
}


} // namespace WS
