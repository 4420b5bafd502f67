//
// Hixie76.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Hixie76_INCLUDED
#define WS_Hixie76_INCLUDED


#include "HixieText.h"
#include "WS/Protocol.h"


namespace WS {


class Hixie76 final: public Protocol
	/// The draft hixie-76: a challenge whose answer needs eight bytes of body, then text as in
	/// hixie-75, and FF 00 to close. Servers only.
{
public:
	explicit Hixie76(ProtocolContext& context);

	std::string_view version() const override;
	bool supports(Opcode opcode) const override;
	bool judge(const Request& request) override;
	void respond(const Request& request, Response& response) override;
	bool opensAtOnce() const override;
	void receive(std::span<char>& bytes) override;
	using Protocol::send;
	bool send(Opcode opcode, std::string_view payload, const SendOptions& options) override;
	bool close(CloseCode code, std::string_view reason) override;

private:
	static constexpr std::size_t BODY = 8;

	void receiveBody(std::span<char>& bytes);

	ProtocolContext& _context;
	HixieText _text;
	std::string _challenge;          // both numbers, then the body as it comes; empty: answered
	bool _closeSent = false;
};


} // namespace WS


#endif // WS_Hixie76_INCLUDED
