//
// PlainAnswer.h
//
// An HTTP answer of one line.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_PlainAnswer_INCLUDED
#define WS_Net_PlainAnswer_INCLUDED


#include <Poco/Net/HTTPServerResponse.h>
#include <string>


namespace WS {
namespace Net {


void answer(Poco::Net::HTTPServerResponse& response, Poco::Net::HTTPResponse::HTTPStatus status, const std::string& text);
	/// Sends the status with a line of text, and ends the HTTP session.


} } // namespace WS::Net


#endif // WS_Net_PlainAnswer_INCLUDED
