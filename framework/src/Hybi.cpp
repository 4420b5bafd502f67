//
// Hybi.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Hybi.h"
#include "FrameWriter.h"
#include "Output.h"
#include "Release.h"
#include <new>


namespace WS {


namespace {


std::string_view viewOf(std::span<char> bytes)
{
	return {bytes.data(), bytes.size()};
}


Failure failureOf(const SessionResult& result)
{
	Failure failure(result.code == CloseCode::MESSAGE_TOO_BIG ? Error::MESSAGE_TOO_LONG : Error::EXTENSION_FAILED, result.text);
	failure.code = result.code;
	return failure;
}


struct AtEnd
	// Lets the pipeline's buffers go, however the scope is left.
{
	~AtEnd() { (pipeline.*done)(); }

	ExtensionPipeline& pipeline;
	void (ExtensionPipeline::*done)();
};


} // namespace


Hybi::Hybi(ProtocolContext& context, std::string_view version, Pipeline pipeline):
	_context(context),
	_version(version),
	_role(context.role()),
	_reader(_role, context.options())
{
	use(std::move(pipeline));
}


Hybi::~Hybi()
{
	if (const auto& pool = _context.options().buffers) pool->give(std::move(_message));
}


std::string_view Hybi::version() const
{
	return _version;
}


bool Hybi::judge(const Request& request)
{
	return HybiHandshake(_context).judge(request);
}


void Hybi::respond(const Request& request, Response& response)
{
	use(HybiHandshake(_context).respond(request, response));
}


void Hybi::use(Pipeline pipeline)
{
	if (pipeline) _reader.allow(pipeline->rsv());
	_pipeline = std::move(pipeline);
}


std::span<const Negotiated> Hybi::negotiated() const
{
	if (!_pipeline) return {};
	return _pipeline->negotiated();
}


//
// receiving
//


bool Hybi::isForExtensions(Rsv rsv) const
{
	return _pipeline && _pipeline->touches(rsv);
}


void Hybi::receive(std::span<char>& bytes)
{
	FramePart part;
	while (_reader.takeWhole(bytes, part))
	{
		if (!receiveWhole(part)) return;
	}
	if (bytes.empty()) return;

	bool found = false;
	const Error error = _reader.next(bytes, part, found);
	if (error != Error::NONE) _context.fail(error, _reader.detail(error));
	else if (found && isControl(part.opcode)) receiveControl(part);
	else if (found) receiveData(part);
}


bool Hybi::receiveWhole(const FramePart& part)
	// The usual case: a whole message, handed up where it lies. False: it was the last.
{
	Message message(part.opcode, viewOf(part.payload));
	message.rsv = part.rsv;
	if (isForExtensions(part.rsv)) return deliver(message);
	if (part.opcode == Opcode::TEXT && !UTF8Validator::isValid(message.payload))
	{
		_context.fail(Error::INVALID_UTF8);
		return false;
	}
	return _context.deliver(message);
}


bool Hybi::deliver(Message& message)
	// A message that extensions look at: its text is checked when they are done.
{
	if (_closeSent) return false;                    // nobody will want it
	const AtEnd end{*_pipeline, &ExtensionPipeline::decoded};
	if (const auto failure = _pipeline->decode(message, _context.options().maxLength))
	{
		_context.fail(failureOf(*failure));
		return false;
	}
	if (message.isText() && !UTF8Validator::isValid(message.payload))
	{
		_context.fail(Error::INVALID_UTF8);
		return false;
	}
	return _context.deliver(message);
}


void Hybi::receiveData(const FramePart& part)
{
	const bool begins = part.begins && part.opcode != Opcode::CONTINUATION;
	const bool ends = part.fin && part.ends;
	if (begins && ends)
	{
		receiveWhole(part);
		return;
	}
	const auto payload = viewOf(part.payload);
	if (begins)
	{
		_opcode = part.opcode;
		_rsv = part.rsv;
	}
	if (_opcode == Opcode::TEXT && !isForExtensions(_rsv) && !(_validator.feed(payload) && (!ends || _validator.isComplete())))
	{
		_context.fail(Error::INVALID_UTF8);          // at the first bad byte (RFC 6455 8.1)
		return;
	}
	if (_closeSent) return;                          // nobody will want it
	if (_message.empty() && _message.capacity() < payload.size() && _context.options().buffers) _message = _context.options().buffers->take();
	_message.append(payload);
	if (ends) deliverAssembled();
}


void Hybi::deliverAssembled()
{
	std::string assembled = std::move(_message);
	_message.clear();
	Message message(_opcode, &assembled);
	message.rsv = _rsv;
	if (isForExtensions(_rsv)) deliver(message);
	else _context.deliver(message);

	assembled.clear();
	if (const auto& pool = _context.options().buffers) pool->give(std::move(assembled));
	else if (assembled.capacity() <= Output::PIECE) _message = std::move(assembled);
}


void Hybi::receiveControl(const FramePart& part)
{
	std::string collected;
	auto payload = viewOf(part.payload);
	if (!part.begins || !part.ends)
	{
		_control.append(payload);
		if (!part.ends) return;
		collected.swap(_control);
		payload = collected;
	}
	switch (part.opcode)
	{
	case Opcode::PING:
		_context.ping(payload);
		break;
	case Opcode::PONG:
		_context.pong(payload);
		break;
	default:
		receiveClose(payload);
	}
}


void Hybi::receiveClose(std::string_view payload)
	// RFC 6455 5.5.1 and 7.1.5 to 7.4
{
	auto code = CloseCode::NO_STATUS;
	if (payload.size() == 1)
	{
		_context.fail(Error::CLOSE_LENGTH);
		return;
	}
	if (!payload.empty())
	{
		code = static_cast<CloseCode>(static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]));
		payload.remove_prefix(2);
		if (!isSendable(code))
		{
			_context.fail(Error::CLOSE_CODE, std::to_string(static_cast<unsigned>(code)));
			return;
		}
		if (!UTF8Validator::isValid(payload))
		{
			_context.fail(Error::CLOSE_REASON);
			return;
		}
	}
	close(code, payload);
	_context.closed(code, payload);
}


//
// sending
//


bool Hybi::send(Opcode opcode, std::string_view payload, const SendOptions& options)
{
	Message message(opcode, payload);
	if (!_pipeline || isControl(opcode)) return write(message);
	const AtEnd end{*_pipeline, &ExtensionPipeline::encoded};
	return encode(message, options) && write(message);
}


bool Hybi::encode(Message& message, const SendOptions& options)
{
	const auto failure = _pipeline->encode(message, options);
	if (failure) _context.fail(failureOf(*failure));
	return !failure;
}


bool Hybi::write(const Message& message)
{
	const std::size_t size = MAX_HEADER + message.payload.size();
	if (_role == Role::SERVER)
	{
		writeFrame(_context.append(size), message.opcode, message.payload, message.rsv);
		return true;
	}
	MaskingKey key;
	if (!_context.random(key)) return false;
	writeFrame(_context.append(size), message.opcode, message.payload, key, message.rsv);
	return true;
}


bool Hybi::send(Opcode opcode, std::string&& payload, const SendOptions& options)
{
	if (_pipeline) return send(opcode, std::string_view(payload), options);

	std::string header;
	MaskingKey key;
	if (_role == Role::SERVER) writeHeader(header, opcode, payload.size());
	else
	{
		if (!_context.random(key)) return false;
		writeHeader(header, opcode, payload.size(), key);
		Mask(key).apply(payload);
	}
	try
	{
		_context.append(header, std::move(payload));
	}
	catch (const std::bad_alloc&)
	{
		if (_role == Role::CLIENT) Mask(key).apply(payload);      // it is still the caller's
		throw;
	}
	return true;
}


bool Hybi::close(CloseCode code, std::string_view reason)
{
	if (_closeSent) return true;

	std::string payload;
	if (code != CloseCode::NO_STATUS)
	{
		payload.push_back(static_cast<char>(static_cast<unsigned>(code) >> 8));
		payload.push_back(static_cast<char>(static_cast<unsigned>(code) & 0xff));
	}
	payload.append(reason);
	write(Message(Opcode::CLOSE, payload));
	_closeSent = true;
	return true;
}


void Hybi::releaseIdle()
{
	if (_pipeline) _pipeline->release();             // also within a message: sessions see whole ones only
	if (!_message.empty() && !_closeSent) return;
	if (const auto& pool = _context.options().buffers) pool->give(std::move(_message));
	release(_message);
}


} // namespace WS
