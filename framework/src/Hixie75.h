//
// Hixie75.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Hixie75_INCLUDED
#define WS_Hixie75_INCLUDED


#include "HixieText.h"
#include "WS/Protocol.h"


namespace WS {


class Hixie75 final: public Protocol
	/// The draft hixie-75: text only, no closing handshake. Servers only.
{
public:
	explicit Hixie75(ProtocolContext& context);

	std::string_view version() const override;
	bool supports(Opcode opcode) const override;
	bool judge(const Request& request) override;
	void respond(const Request& request, Response& response) override;
	void receive(std::span<char>& bytes) override;
	using Protocol::send;
	bool send(Opcode opcode, std::string_view payload, const SendOptions& options) override;
	bool close(CloseCode code, std::string_view reason) override;

private:
	HixieText _text;
};


} // namespace WS


#endif // WS_Hixie75_INCLUDED
