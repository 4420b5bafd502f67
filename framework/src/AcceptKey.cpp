//
// AcceptKey.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "AcceptKey.h"
#include "Characters.h"
#include <Poco/Base64Encoder.h>
#include <Poco/SHA1Engine.h>
#include <algorithm>
#include <new>
#include <sstream>


namespace WS {


bool isHandshakeKey(std::string_view key)
{
	const auto isBase64 = [](char c) { return isAlpha(c) || isDigit(c) || c == '+' || c == '/'; };
	return key.size() == 24 && key.substr(22) == "=="
		&& std::all_of(key.begin(), key.begin() + 22, isBase64)
		&& std::string_view("AQgw").find(key[21]) != std::string_view::npos;      // its last four bits are 0
}


std::string handshakeKey(const std::array<char, 16>& nonce)
{
	return base64({nonce.data(), nonce.size()});
}


std::string acceptKey(std::string_view key)
{
	Poco::SHA1Engine sha1;
	sha1.update(std::string(key).append("258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
	const auto& digest = sha1.digest();
	return base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}


std::string base64(std::string_view bytes)
{
	std::ostringstream text;
	Poco::Base64Encoder encoder(text);
	encoder.rdbuf()->setLineLength(0);
	encoder.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
	encoder.close();
	if (!encoder || !text) throw std::bad_alloc();       // a stream keeps it to itself
	return text.str();
}


} // namespace WS
