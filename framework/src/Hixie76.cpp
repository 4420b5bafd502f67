//
// Hixie76.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Hixie76.h"
#include "Characters.h"
#include "HixieHeaders.h"
#include <Poco/MD5Engine.h>
#include <algorithm>
#include <limits>
#include <optional>


namespace WS {


namespace {


std::optional<std::uint32_t> numberOf(std::string_view key)
	// The key's digits as a number, divided by its blanks (draft 76, 1.3).
{
	std::uint64_t number = 0;
	std::uint64_t blanks = 0;
	bool hasDigit = false;
	for (const char c: key)
	{
		if (c == ' ') ++blanks;
		if (!isDigit(c)) continue;
		hasDigit = true;
		number = number * 10 + static_cast<std::uint64_t>(c - '0');
		if (number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
	}
	if (!hasDigit || blanks == 0 || number % blanks != 0) return std::nullopt;
	return static_cast<std::uint32_t>(number / blanks);
}


void appendBigEndian(std::string& bytes, std::uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(number >> shift));
}


constexpr std::string_view CLOSE("\xff\x00", 2);


} // namespace


Hixie76::Hixie76(ProtocolContext& context):
	_context(context),
	_text(context)
{
}


std::string_view Hixie76::version() const
{
	return "hixie-76";
}


bool Hixie76::supports(Opcode opcode) const
{
	return HixieText::supports(opcode);
}


bool Hixie76::judge(const Request& request)
{
	for (const auto* name: {"Sec-WebSocket-Key1", "Sec-WebSocket-Key2"})
	{
		const auto keys = request.headers.getAll(name);
		const auto number = keys.size() == 1 ? numberOf(keys[0]) : std::nullopt;
		if (!number)
		{
			_context.fail(Error::DRAFT_KEY, name);
			return false;
		}
		appendBigEndian(_challenge, *number);
	}
	return true;
}


void Hixie76::respond(const Request& request, Response& response)
{
	respondHixie(request, response, "WebSocket Protocol Handshake", "Sec-");
}


bool Hixie76::opensAtOnce() const
{
	return false;
}


void Hixie76::receive(std::span<char>& bytes)
{
	if (!_challenge.empty()) receiveBody(bytes);
	else if (_text.receive(bytes))
	{
		close(CloseCode::NO_STATUS, {});
		_context.closed(CloseCode::NO_STATUS, {});
	}
}


void Hixie76::receiveBody(std::span<char>& bytes)
{
	constexpr std::size_t NUMBERS = 8;
	const auto size = std::min(NUMBERS + BODY - _challenge.size(), bytes.size());
	_challenge.append(bytes.data(), size);
	bytes = bytes.subspan(size);
	if (_challenge.size() < NUMBERS + BODY) return;

	Poco::MD5Engine md5;
	md5.update(_challenge);
	_challenge.clear();
	const auto& digest = md5.digest();
	_context.append(digest.size()).append(digest.begin(), digest.end());
	_context.opened();
}


bool Hixie76::send(Opcode opcode, std::string_view payload, const SendOptions&)
{
	return _text.send(opcode, payload);
}


bool Hixie76::close(CloseCode, std::string_view)
{
	if (!_closeSent && _challenge.empty()) _context.append(CLOSE.size()).append(CLOSE);
	_closeSent = true;
	return false;
}


} // namespace WS
