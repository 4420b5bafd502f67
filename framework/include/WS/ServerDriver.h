//
// ServerDriver.h
//
// The server's end of a connection.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ServerDriver_INCLUDED
#define WS_ServerDriver_INCLUDED


#include "WS/Driver.h"
#include "WS/HTTP.h"
#include <memory>
#include <string>
#include <string_view>
#include <vector>


namespace WS {


class Protocol;
class ProtocolContext;
class ServerHandshake;


class WS_API ServerDriver: public Driver
	/// The server's end of a connection, over any byte stream.
	///
	/// Decisions are made by overriding: acceptRequest, selectProtocol, decorateResponse and
	/// createProtocol, called in the order createProtocol, acceptRequest, selectProtocol,
	/// decorateResponse, from within start() and never from a constructor. What they throw leaves
	/// start(), nothing has been answered then. They may call what a listener may; after one that
	/// called close(), reject() or respond() no more are asked, and start() returns false.
{
public:
	explicit ServerDriver(Listener& listener, Options options = {});
	ServerDriver(Listener& listener, std::shared_ptr<const Options> options);
		/// Parses the request itself. Call start() at once to accept every valid
		/// request, or from onConnect to decide.

	ServerDriver(Listener& listener, Request request, Options options = {});
	ServerDriver(Listener& listener, Request request, std::shared_ptr<const Options> options);
		/// Somebody else has parsed the request. receive() takes what follows its head.

	~ServerDriver() override;

	const Request& request() const;
		/// Empty until the request has arrived, and after releaseRequest().

	std::string_view body() const;
		/// What has arrived behind the request's head while connecting, up to Options::maxHead bytes of it: the body of
		/// a plain HTTP request, or frames that came early. Valid during onConnect, and until the next non-const call.

	void releaseRequest();
		/// Gives the request's memory back; nothing happens before it is answered.

	bool reject(int status, std::string_view body = {}, const Headers& headers = {});
		/// Answers the request with an HTTP error (400 to 599, else Poco::InvalidArgumentException),
		/// Connection: close and a text/plain body unless the headers say otherwise; onError and onClose
		/// follow. Also from acceptRequest. False: there is no request, or it has been answered.

	bool respond(int status, std::string_view body = {}, const Headers& headers = {});
		/// Answers the request as plain HTTP (200 to 599, else Poco::InvalidArgumentException) in the way of reject(), but
		/// it is no error: only onClose follows, with NORMAL. 204 and 304 have no body.

protected:
	virtual bool acceptRequest(const Request& request);
		/// Whether to accept a valid request; true. False refuses it with 403, unless
		/// reject() was called here.

	virtual std::string selectProtocol(const std::vector<std::string>& offered);
		/// The subprotocol: the first offered one that is in Options::protocols. Empty: none.
		/// A name that was not offered throws Poco::InvalidArgumentException out of start().

	virtual void decorateResponse(const Request& request, Headers& headers);
		/// May add headers to the 101 response; those of setHeader() are there already.
		/// A name that the handshake owns throws Poco::InvalidArgumentException out of start().

	virtual std::unique_ptr<Protocol> createProtocol(const Request& request, ProtocolContext& context);
		/// The dialect; ProtocolFactory's choice. Null refuses the request with 426. Until start() is called, version()
		/// and what may be queued go by the factory's choice.

private:
	friend class ServerHandshake;

	std::unique_ptr<ServerHandshake> _handshake;
};


} // namespace WS


#endif // WS_ServerDriver_INCLUDED
