//
// Protocol.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Protocol.h"


namespace WS {


Protocol::~Protocol() = default;


bool Protocol::supports(Opcode) const
{
	return true;
}


bool Protocol::opensAtOnce() const
{
	return true;
}


bool Protocol::send(Opcode opcode, std::string&& payload, const SendOptions& options)
{
	return send(opcode, std::string_view(payload), options);
}


std::span<const Negotiated> Protocol::negotiated() const
{
	return {};
}


void Protocol::releaseIdle()
{
}


} // namespace WS
