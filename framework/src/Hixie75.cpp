//
// Hixie75.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Hixie75.h"
#include "HixieHeaders.h"


namespace WS {


Hixie75::Hixie75(ProtocolContext& context):
	_text(context)
{
}


std::string_view Hixie75::version() const
{
	return "hixie-75";
}


bool Hixie75::supports(Opcode opcode) const
{
	return HixieText::supports(opcode);
}


bool Hixie75::judge(const Request&)
{
	return true;
}


void Hixie75::respond(const Request& request, Response& response)
{
	respondHixie(request, response, "Web Socket Protocol Handshake", "");
}


void Hixie75::receive(std::span<char>& bytes)
{
	_text.receive(bytes);
}


bool Hixie75::send(Opcode opcode, std::string_view payload, const SendOptions&)
{
	return _text.send(opcode, payload);
}


bool Hixie75::close(CloseCode, std::string_view)
{
	return false;
}


} // namespace WS
