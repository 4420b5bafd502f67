//
// HixieText.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "HixieText.h"


namespace WS {


namespace {


constexpr char BEGIN = '\x00';
constexpr char END = '\xff';


} // namespace


HixieText::HixieText(ProtocolContext& context):
	_context(context),
	_reader(context.options().maxLength)
{
}


bool HixieText::supports(Opcode opcode)
{
	return opcode == Opcode::TEXT;
}


bool HixieText::receive(std::span<char>& bytes)
{
	std::string_view text;
	switch (_reader.next(bytes, text))
	{
	case HixieReader::Part::TEXT:
		receiveText(text, false);
		return false;
	case HixieReader::Part::TEXT_END:
		receiveText(text, true);
		return false;
	case HixieReader::Part::TOO_LONG:
		_context.fail(Error::MESSAGE_TOO_LONG);
		return false;
	case HixieReader::Part::CLOSE:
		return true;
	case HixieReader::Part::NOTHING:
		break;
	}
	return false;
}


void HixieText::receiveText(std::string_view text, bool ends)
{
	const std::size_t room = _context.options().maxLength - _message.size();
	const bool fits = text.size() <= room;
	if (!_validator.feed(text.substr(0, room)) || (ends && fits && !_validator.isComplete()))
	{
		_context.fail(Error::INVALID_UTF8);           // the first bad byte decides
		return;
	}
	if (!fits)
	{
		_context.fail(Error::MESSAGE_TOO_LONG);
		return;
	}
	if (ends && _message.empty())
	{
		Message message(Opcode::TEXT, text);
		_context.deliver(message);
		return;
	}
	_message.append(text);
	if (!ends) return;

	std::string assembled;
	assembled.swap(_message);
	Message message(Opcode::TEXT, &assembled);
	_context.deliver(message);
}


bool HixieText::send(Opcode opcode, std::string_view payload)
{
	if (!supports(opcode) || payload.find(END) != std::string_view::npos) return false;
	std::string& out = _context.append(payload.size() + 2);
	out.push_back(BEGIN);
	out.append(payload);
	out.push_back(END);
	return true;
}


} // namespace WS
