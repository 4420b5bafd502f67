//
// ProtocolFactory.h
//
// The choice of the dialect.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_ProtocolFactory_INCLUDED
#define WS_ProtocolFactory_INCLUDED


#include "WS/Protocol.h"
#include <memory>
#include <string>
#include <string_view>


namespace WS {


class WS_API ProtocolFactory
	/// Chooses the dialect that a request asks for, from one table, newest first.
{
public:
	static std::unique_ptr<Protocol> create(const Request& request, ProtocolContext& context);
		/// The dialect for a request; the newest if there is none for it, which then refuses it.

	static std::unique_ptr<Protocol> createNewest(ProtocolContext& context);
		/// The dialect that clients speak.

	static std::string_view version(const Request& request);
		/// The name of what create() would choose.

	static std::string supportedVersions();
		/// The value of Sec-WebSocket-Version for a 426: "13".
};


} // namespace WS


#endif // WS_ProtocolFactory_INCLUDED
