//
// PlainAnswer.h
//
// An HTTP answer of one line.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_PlainAnswer_INCLUDED
#define WS_Net_PlainAnswer_INCLUDED


#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <string>


namespace WS {
namespace Net {


void answer(Poco::Net::HTTPServerResponse& response, Poco::Net::HTTPResponse::HTTPStatus status, const std::string& text);
	/// Sends the status with a line of text, and ends the HTTP session.


class PlainAnswer: public Poco::Net::HTTPRequestHandler
	/// Answers any request with a line of text.
{
public:
	PlainAnswer(Poco::Net::HTTPResponse::HTTPStatus status, std::string text);

	static Poco::Net::HTTPRequestHandler* notServed(bool routed);
		/// For a request that is no WebSocket's: 426 on a route, else 404. The caller owns it.

	void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override;

private:
	const Poco::Net::HTTPResponse::HTTPStatus _status;
	const std::string _text;
};


} } // namespace WS::Net


#endif // WS_Net_PlainAnswer_INCLUDED
