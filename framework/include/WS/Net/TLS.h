//
// TLS.h
//
// How servers and clients do TLS.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_TLS_INCLUDED
#define WS_Net_TLS_INCLUDED


#include "WS/WS.h"
#include <Poco/Net/Context.h>
#include <mutex>
#include <string>


namespace WS {
namespace Net {


struct WS_API ClientTLS
	/// How a client does TLS, for wss and for https proxies. By default the certificate's chain must lead to an authority
	/// of the system, and the certificate must be for the host, by its alternative names (RFC 9525). Whatever is set:
	/// TLS 1.2 or newer, the host's name is sent (SNI, RFC 6066 3), and http/1.1 offered (ALPN, RFC 7301).
{
	bool verify = true;
		/// False accepts any certificate: anybody on the way can then read and change everything. A context with VERIFY_NONE
		/// does not switch it off.

	std::string caLocation;
		/// A file, or folder made by c_rehash, with the certificates (PEM) of authorities to trust, in place of the system's.

	Poco::Net::Context::Ptr context;
		/// For all else, such as a certificate of the client's own, ciphers, and the authorities. Poco's handlers of invalid
		/// certificates are not asked. Note that a context trusts nobody unless it is told whom; see
		/// Context::Params::loadDefaultCAs. None: one is made.

	ClientTLS complete() const;
		/// The same with a context, which many connections can share. A context for servers or with a caLocation beside it,
		/// or that forbids TLS 1.2 and newer: Poco::InvalidArgumentException. Authorities that cannot be read:
		/// Poco's exceptions.
};


class WS_API ServerTLS
	/// How a server does TLS: its certificate and private key, which can be replaced while it serves. To be shared by all
	/// that need it, from any thread. Whatever the context says: TLS 1.2 or newer, http/1.1 chosen by ALPN, no
	/// renegotiation, no compression.
{
public:
	explicit ServerTLS(Poco::Net::Context::Ptr context);
		/// The context has certificate and key. Note that, unless told otherwise by its VERIFY_NONE, a context asks clients
		/// for a certificate of theirs. A context for clients, or that forbids TLS 1.2 and newer:
		/// Poco::InvalidArgumentException. No certificate, or a key that is not its own: Poco::Net::SSLContextException.

	ServerTLS(const std::string& certificateFile, const std::string& privateKeyFile);
		/// The files are PEM; the first has the server's certificate and behind it those of the intermediate authorities.
		/// What cannot be used: Poco::Net::SSLContextException.

	ServerTLS(const ServerTLS&) = delete;
	ServerTLS& operator = (const ServerTLS&) = delete;

	void reload();
		/// Reads the files again, for connections that come from now on. Throws as the constructor, and keeps what it had.
		/// Made from a context: Poco::IllegalStateException.

	void reload(Poco::Net::Context::Ptr context);
		/// The same with another context.

	Poco::Net::Context::Ptr context() const;
		/// What new connections get.

private:
	const std::string _certificateFile;
	const std::string _privateKeyFile;
	mutable std::mutex _mutex;
	Poco::Net::Context::Ptr _context;
};


} } // namespace WS::Net


#endif // WS_Net_TLS_INCLUDED
