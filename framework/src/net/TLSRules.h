//
// TLSRules.h
//
// What holds for TLS whatever a context says.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_TLSRules_INCLUDED
#define WS_Net_TLSRules_INCLUDED


#include <openssl/ssl.h>
#include <string>


namespace WS {
namespace Net {


bool imposeTLSRules(SSL* session);
	/// TLS 1.2 or newer, no renegotiation, no compression, little memory while idle. False: the context allows no such version.


void selectALPN(SSL_CTX* context);
	/// A server's: http/1.1 if it is offered, no_application_protocol if only others are (RFC 7301 3.2).


bool offerALPN(SSL* session);
	/// A client's: http/1.1.


bool expectHost(SSL* session, const std::string& host, bool verify);
	/// Tells the server for which host it is asked, unless that is an address, and whether its certificate must be for that host
	/// and from a trusted authority.


} } // namespace WS::Net


#endif // WS_Net_TLSRules_INCLUDED
