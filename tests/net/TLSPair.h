//
// TLSPair.h
//
// Both ends of a TLS connection in memory.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_TLSPair_INCLUDED
#define WSTest_TLSPair_INCLUDED


#include "net/TLSSession.h"
#include "net/NetCertificate.h"
#include <string>


namespace WS::Test {


Net::ClientTLS trusting(const NetCertificate& certificate = testAuthority());


struct TLSEnd
	/// A session, what it has been given, and what has come out.
{
	Net::TLSSession session;
	bool open = false;
	std::string plaintext = {};
	Net::TLSSession::Result last = Net::TLSSession::Result::NEEDS_INPUT;

	void receive(std::string_view ciphertext);
		/// Goes on with the handshake, and decrypts all that there is.

	void send(std::string_view plaintext);
		/// Encrypts all of it.

	std::string takeOutput();
};


struct TLSPair
	/// A client and a server. By default the client trusts, and the certificate is for localhost.
{
	explicit TLSPair(const NetCertificate& shown = testCertificate(), const Net::ClientTLS& tls = trusting(), const std::string& host = "localhost");
	TLSPair(Poco::Net::Context::Ptr serverContext, const Net::ClientTLS& tls, const std::string& host = "localhost");

	Net::ServerTLS serverTLS;
	TLSEnd client;
	TLSEnd server;

	TLSPair& run(std::size_t chunk = static_cast<std::size_t>(-1));
		/// Carries the outputs over until there are none, in chunks of that size.

	bool isOpen() const;
};


} // namespace WS::Test


#endif // WSTest_TLSPair_INCLUDED
