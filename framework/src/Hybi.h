//
// Hybi.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Hybi_INCLUDED
#define WS_Hybi_INCLUDED


#include "FrameReader.h"
#include "HybiHandshake.h"
#include "UTF8Validator.h"
#include "WS/Protocol.h"
#include <string>


namespace WS {


class Hybi final: public Protocol
	/// RFC 6455, in both roles, and the drafts hybi-7 and hybi-8, whose frames and accept value are the same.
{
public:
	Hybi(ProtocolContext& context, std::string_view version, Pipeline pipeline = nullptr);
		/// version: a literal. pipeline: what a client has agreed on; a server does so when it responds.

	~Hybi() override;

	std::string_view version() const override;
	bool judge(const Request& request) override;
	void respond(const Request& request, Response& response) override;
	void receive(std::span<char>& bytes) override;
	bool send(Opcode opcode, std::string_view payload, const SendOptions& options) override;
	bool send(Opcode opcode, std::string&& payload, const SendOptions& options) override;
	bool close(CloseCode code, std::string_view reason) override;
	std::span<const Negotiated> negotiated() const override;
	void releaseIdle() override;

private:
	void use(Pipeline pipeline);
	bool isForExtensions(Rsv rsv) const;
	bool receiveWhole(const FramePart& part);
	bool deliver(Message& message);
	void receiveData(const FramePart& part);
	void receiveControl(const FramePart& part);
	void receiveClose(std::string_view payload);
	void deliverAssembled();
	bool encode(Message& message, const SendOptions& options);
	bool write(const Message& message);

	ProtocolContext& _context;
	const std::string_view _version;
	const Role _role;
	FrameReader _reader;
	UTF8Validator _validator;
	Opcode _opcode = Opcode::BINARY;         // of the message that is being received
	Rsv _rsv = Rsv::NONE;                    // of the same
	bool _closeSent = false;
	std::string _control;                    // what has come of a control frame that is not complete
	std::string _message;                    // what has come of a message that is not complete
	Pipeline _pipeline;
};


} // namespace WS


#endif // WS_Hybi_INCLUDED
