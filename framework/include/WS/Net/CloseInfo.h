//
// CloseInfo.h
//
// Why a connection ended.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_CloseInfo_INCLUDED
#define WS_Net_CloseInfo_INCLUDED


#include "WS/Frame.h"
#include <cstddef>
#include <string>
#include <string_view>


namespace WS {
namespace Net {


enum class Cause: std::uint8_t
	/// What ended a connection.
{
	CLOSED,                  /// a closing handshake (RFC 6455 7), or a request that was answered as plain HTTP
	REFUSED,                 /// the opening handshake was refused
	VIOLATION,               /// the peer violated the protocol or a limit, or an extension failed
	TRANSPORT,               /// the transport was lost, or could not be made
	TLS,                     /// TLS failed: a certificate, a handshake, a stream that was cut short
	HANDSHAKE_TIMEOUT,       /// the opening handshake took too long, TLS and proxies included
	PONG_TIMEOUT,            /// a ping was not answered
	IDLE_TIMEOUT,            /// no message for too long
	CLOSE_TIMEOUT,           /// our close frame was not answered
	SEND_TIMEOUT,            /// the peer accepted not a byte of what waited
	OVERFLOW_LIMIT,          /// more than ConnectionSettings::maxQueued waited
	ABORTED                  /// cut on our side: abort(), the end of a drain, stop()
};


WS_API std::string_view toString(Cause cause);
	/// A few words, as above.


struct WS_API CloseInfo
	/// Why a connection ended; see ConnectionListener::onEnd().
{
	enum class Side: std::uint8_t
	{
		PEER,        /// its close frame, its fault, or it was gone
		SELF         /// the application or a limit on this side
	};

	Cause cause = Cause::TRANSPORT;

	Side side = Side::PEER;
		/// Who began.

	CloseCode code = CloseCode::ABNORMAL;
	std::string reason;
		/// As Listener::onClose() was told them.

	std::string text;
		/// More about the cause, in English: "Connection reset by peer", what TLS or the protocol found; often empty.

	std::size_t unsent = 0;
		/// Bytes of output that the transport did not take any more.

	std::string toString() const;
		/// One line for a log: "closed by the peer, 1001 \"bye\"".
};


} } // namespace WS::Net


#endif // WS_Net_CloseInfo_INCLUDED
