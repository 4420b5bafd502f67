//
// Redirects.h
//
// Where a client is sent instead.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Redirects_INCLUDED
#define WS_Net_Redirects_INCLUDED


#include "WS/HTTP.h"
#include <Poco/URI.h>


namespace WS {
namespace Net {


class Redirects
	/// Follows the redirects that answer an opening handshake (RFC 9110 15.4), and decides what may be said to whom.
	///
	/// The first redirect to another origin, which is another scheme, host or port, drops the user and the password of the
	/// URL and all headers of the application but User-Agent, Accept-Language and Origin: any other may be a secret, such
	/// as X-API-Key, and nobody else can know. They stay dropped, also when the way leads back.
{
public:
	Redirects(const Poco::URI& uri, unsigned most);
		/// most: 0 follows none.

	const Poco::URI& uri() const { return _uri; }
		/// Where to connect to now.

	bool applyTo(const Response& response) const;
		/// Whether the response is a redirect (301, 302, 303, 307 or 308, with a Location), and redirects are followed.

	void follow(const Response& response);
		/// Goes on to its Location, which may be relative; http means ws there, and https wss. A user and a password in
		/// it do not count. Throws Poco::Net::WebSocketException with the status, and stays, after too many,
		/// and when the Location is no such URL or leads from wss to ws.

	Headers allowed(const Headers& headers) const;
		/// Those of the application that uri() may see.

private:
	unsigned _most;
	unsigned _count = 0;
	bool _isElsewhere = false;           // another origin has been asked
	Poco::URI _uri;
};


} } // namespace WS::Net


#endif // WS_Net_Redirects_INCLUDED
