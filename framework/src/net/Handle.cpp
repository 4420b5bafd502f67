//
// Handle.cpp
//
// What other threads use of a connection.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/Handle.h"
#include "Mailbox.h"
#include <utility>


namespace WS {
namespace Net {


Handle::Handle(std::shared_ptr<Mailbox> mailbox):
	_mailbox(std::move(mailbox))
{
	_mailbox->share();
}


bool Handle::text(std::string payload, SendOptions options) const
{
	return _mailbox && _mailbox->post(Opcode::TEXT, std::move(payload), options);
}


bool Handle::binary(std::string payload, SendOptions options) const
{
	return _mailbox && _mailbox->post(Opcode::BINARY, std::move(payload), options);
}


bool Handle::ping(std::string payload) const
{
	return _mailbox && payload.size() <= MAX_CONTROL_PAYLOAD && _mailbox->post(Opcode::PING, std::move(payload));
}


bool Handle::close(CloseCode code, std::string reason) const
{
	const bool sendable = isSendable(code) || (code == CloseCode::NO_STATUS && reason.empty());
	return _mailbox && sendable && reason.size() <= MAX_CLOSE_REASON && _mailbox->close(code, std::move(reason));
}


void Handle::abort() const
{
	if (_mailbox) _mailbox->cut(Deadline::min());
}


bool Handle::alive() const
{
	return _mailbox && _mailbox->alive();
}


std::size_t Handle::bufferedAmount() const
{
	return _mailbox ? _mailbox->bufferedAmount() : 0;
}


} } // namespace WS::Net
