//
// PlainAnswer.cpp
//
// An HTTP answer of one line.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PlainAnswer.h"


namespace WS {
namespace Net {


void answer(Poco::Net::HTTPServerResponse& response, Poco::Net::HTTPResponse::HTTPStatus status, const std::string& text)
{
	const auto line = text + "\n";
	response.setStatusAndReason(status);
	response.setContentType("text/plain");
	response.setKeepAlive(false);
	response.sendBuffer(line.data(), line.size());
}


} } // namespace WS::Net
