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
		/// The dialect for a request, of those in Options::dialects. Null: there is none.

	static std::string_view version(const Request& request, Dialects enabled = Dialects::ALL);
		/// The name of what create() would choose; empty: nothing. Only the headers that tell the dialects
		/// apart are looked at.

	static bool supports(const Request& request, Dialects enabled, Opcode opcode);
		/// Whether what create() would choose has such frames; true if it would choose nothing.

	static std::string supportedVersions(Dialects enabled = Dialects::ALL);
		/// The value of Sec-WebSocket-Version for a 426, such as "13, 8, 7"; empty: none has a number.
};


} // namespace WS


#endif // WS_ProtocolFactory_INCLUDED
