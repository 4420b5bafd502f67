//
// CloseInfo.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/CloseInfo.h"


namespace WS {
namespace Net {


std::string_view toString(Cause cause)
{
	switch (cause)
	{
	case Cause::CLOSED: return "closed";
	case Cause::REFUSED: return "handshake refused";
	case Cause::VIOLATION: return "protocol violated";
	case Cause::TRANSPORT: return "transport lost";
	case Cause::TLS: return "TLS failed";
	case Cause::HANDSHAKE_TIMEOUT: return "handshake too slow";
	case Cause::PONG_TIMEOUT: return "ping not answered";
	case Cause::IDLE_TIMEOUT: return "idle for too long";
	case Cause::CLOSE_TIMEOUT: return "close frame not answered";
	case Cause::SEND_TIMEOUT: return "output not accepted";
	case Cause::OVERFLOW_LIMIT: return "too much output waiting";
	case Cause::ABORTED: return "aborted";
	}
	return "";
}


std::string CloseInfo::toString() const
{
	std::string line(Net::toString(cause));
	line.append(side == Side::PEER ? " by the peer, " : " on this side, ").append(std::to_string(static_cast<unsigned>(code)));
	if (!reason.empty()) line.append(" \"").append(reason).append("\"");
	if (!text.empty()) line.append(": ").append(text);
	if (unsent != 0) line.append(", ").append(std::to_string(unsent)).append(" bytes unsent");
	return line;
}


} } // namespace WS::Net
