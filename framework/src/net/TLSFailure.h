//
// TLSFailure.h
//
// What has gone wrong in TLS.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_TLSFailure_INCLUDED
#define WS_Net_TLSFailure_INCLUDED


#include <openssl/ssl.h>
#include <string>
#include <string_view>


namespace WS {
namespace Net {


struct TLSFailure
	/// What has gone wrong in TLS.
{
	std::string text;
	bool certificate = false;     /// it was the peer's certificate
	bool plainHTTP = false;       /// the peer does not speak TLS but HTTP
};


TLSFailure tlsFailure(SSL* session, const std::string& host);
	/// By the errors that OpenSSL has noted on this thread, of which there is at least one. The host is that of a client.


std::string_view answerToPlainHTTP();
	/// Tells somebody who has typed http where https was wanted.


} } // namespace WS::Net


#endif // WS_Net_TLSFailure_INCLUDED
