//
// Ends.h
//
// A client's and a server's session that have agreed.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Ends_INCLUDED
#define WSTest_Ends_INCLUDED


#include "WS/PerMessageDeflate.h"
#include "support/Bytes.h"
#include <memory>
#include <string>


namespace WS::Test {


constexpr std::size_t NO_LIMIT = std::size_t(1) << 26;


class End
	/// One session.
{
public:
	explicit End(Session& session): _session(session) {}

	Bytes encode(std::string_view payload, const SendOptions& options = {}) const
		/// "untouched" if it is; a failure's text.
	{
		std::string out;
		const auto result = _session.encode(Message(Opcode::TEXT, payload), options, out);
		return shown(result, std::move(out));
	}

	Bytes decode(std::string_view payload, std::size_t maxLength = NO_LIMIT) const
		/// "1007: text" for a failure.
	{
		std::string out;
		const auto result = _session.decode(Message(Opcode::TEXT, payload), out, maxLength);
		return shown(result, std::move(out));
	}

	void release() const { _session.release(); }
	Session& session() const { return _session; }

private:
	static Bytes shown(const SessionResult& result, std::string&& out)
	{
		if (result.kind == SessionResult::DONE) return Bytes(out);
		if (!out.empty() && result.kind == SessionResult::UNTOUCHED) return "untouched, and yet something";
		if (result.kind == SessionResult::UNTOUCHED) return "untouched";
		return std::to_string(static_cast<int>(result.code)) + ": " + result.text;
	}

	Session& _session;
};


class Ends
	/// A connection.
{
public:
	explicit Ends(const DeflateOptions& client = {}, const DeflateOptions& server = {}):
		Ends(std::make_shared<PerMessageDeflate>(client), std::make_shared<PerMessageDeflate>(server))
	{
	}

	Ends(const std::shared_ptr<PerMessageDeflate>& client, const std::shared_ptr<PerMessageDeflate>& server):
		_client(client->createClientSession()),
		_server(server->createServerSession(_client->offers())),
		agreed(_server && _client->activate(_server->response()))
	{
	}

	End client() const { return End(*_client); }
	End server() const { return End(*_server); }

private:
	const std::unique_ptr<ClientSession> _client;
	const std::unique_ptr<ServerSession> _server;

public:
	const bool agreed;
};


} // namespace WS::Test


#endif // WSTest_Ends_INCLUDED
