//
// AcceptKey.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_AcceptKey_INCLUDED
#define WS_AcceptKey_INCLUDED


#include <array>
#include <string>
#include <string_view>


namespace WS {


bool isHandshakeKey(std::string_view key);
	/// Whether key is 16 bytes in Base64: 22 characters and "==", with no stray bits (RFC 6455 4.1).

std::string handshakeKey(const std::array<char, 16>& nonce);
	/// The key for a nonce.

std::string acceptKey(std::string_view key);
	/// The Sec-WebSocket-Accept that answers a key (RFC 6455 4.2.2).

std::string base64(std::string_view bytes);
	/// Base64 with padding, in one line (RFC 4648 4).


} // namespace WS


#endif // WS_AcceptKey_INCLUDED
