//
// RequestCopy.h
//
// A request of Poco as one of ours.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_RequestCopy_INCLUDED
#define WS_Net_RequestCopy_INCLUDED


#include "WS/HTTP.h"
#include <Poco/Net/HTTPRequest.h>
#include <string_view>


namespace WS {
namespace Net {


bool copyRequest(const Poco::Net::HTTPRequest& from, Request& to);
	/// Copies the head. Fields of one name become one list, except where twice is an error that the
	/// driver has to see. False: a name or value that cannot be sent so, with a control
	/// character above all; Poco decodes RFC 2047, which can hide CR and LF.


bool asksForWebSocket(const Poco::Net::HTTPRequest& request);
	/// Whether the Upgrade field has websocket in it; the driver judges the rest.


std::string_view pathOf(std::string_view target);
	/// The path of a request's target, without query, also of the absolute form "http://host/path".


} } // namespace WS::Net


#endif // WS_Net_RequestCopy_INCLUDED
