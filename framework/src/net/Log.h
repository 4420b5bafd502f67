//
// Log.h
//
// What the adapters write to the log.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Log_INCLUDED
#define WS_Net_Log_INCLUDED


#include <Poco/Net/SocketAddress.h>
#include <string_view>


namespace WS {
namespace Net {


void logError(const Poco::Net::SocketAddress& peer, std::string_view what) noexcept;
	/// One line through the logger "WS.Net". Payloads and header values do not belong here.


void logException(const Poco::Net::SocketAddress& peer, std::string_view who) noexcept;
	/// The same for the exception that is being handled: who threw it, its type, and
	/// the beginning of its text.


} } // namespace WS::Net


#endif // WS_Net_Log_INCLUDED
