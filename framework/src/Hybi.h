//
// Hybi.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Hybi_INCLUDED
#define WS_Hybi_INCLUDED


#include "FrameReader.h"
#include "UTF8Validator.h"
#include "WS/Protocol.h"
#include <string>


namespace WS {


class Hybi final: public Protocol
	/// RFC 6455, in both roles, and the drafts hybi-7 and hybi-8, whose frames and accept value are the same.
{
public:
	Hybi(ProtocolContext& context, std::string_view version);
		/// version: a literal.

	~Hybi() override;

	std::string_view version() const override;
	bool judge(const Request& request) override;
	void respond(const Request& request, Response& response) override;
	void receive(std::span<char>& bytes) override;
	bool send(Opcode opcode, std::string_view payload) override;
	bool send(Opcode opcode, std::string&& payload) override;
	bool close(CloseCode code, std::string_view reason) override;
	void releaseIdle() override;

private:
	bool receiveWhole(const FramePart& part);
	void receiveData(const FramePart& part);
	void receiveControl(const FramePart& part);
	void receiveClose(std::string_view payload);
	void deliverAssembled();

	ProtocolContext& _context;
	const std::string_view _version;
	const Role _role;
	FrameReader _reader;
	UTF8Validator _validator;
	Opcode _opcode = Opcode::BINARY;         // of the message that is being received
	bool _closeSent = false;
	std::string _control;                    // what has come of a control frame that is not complete
	std::string _message;                    // what has come of a message that is not complete
};


} // namespace WS


#endif // WS_Hybi_INCLUDED
