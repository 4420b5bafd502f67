//
// Channel.cpp
//
// What the connections of servers and clients have in common.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/Channel.h"
#include "ChannelCall.h"
#include "LoopLink.h"
#include "Mailbox.h"
#include "WS/Driver.h"
#include "WS/Net/ConnectionListener.h"
#include <Poco/Exception.h>
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr int MAX_EXCEPTIONS = 100;
	/// Of one read; each leaves some of its input consumed, unless memory has run out.


} // namespace


Channel::Channel(const Poco::Net::SocketAddress& peer, std::shared_ptr<Mailbox> mailbox):
	_peer(peer),
	_mailbox(std::move(mailbox))
{
}


Channel::~Channel() = default;


Handle Channel::handle() const
{
	return Handle(_mailbox);
}


const Poco::Net::SocketAddress& Channel::peerAddress() const
{
	return _peer;
}


std::size_t Channel::bufferedAmount() const
{
	return _mailbox->bufferedAmount();
}


void Channel::pauseReading()
{
	if (!_link) throw Poco::IllegalStateException("pauseReading() of a connection with a thread of its own");
	_paused = true;
	touch();
}


void Channel::resumeReading()
{
	_paused = false;
	touch();
}


bool Channel::isReadingPaused() const
{
	return _paused;
}


void Channel::abort()
{
	_mailbox->cut(Deadline::min());
}


std::any& Channel::data()
{
	return _data;
}


void Channel::setListener(std::unique_ptr<Listener> listener)
{
	if (!listener) throw Poco::NullPointerException("listener function");
	_listener = std::move(listener);
	_connectionListener = dynamic_cast<ConnectionListener*>(_listener.get());
}


void Channel::dropListener()
{
	_connectionListener = nullptr;
	_listener.reset();
}


Listener& Channel::observer()
{
	return *this;
}


void Channel::touch()
{
	if (_link) _link->touch();
}


bool Channel::receive(std::span<char> bytes)
{
	for (int exceptions = 0; exceptions < MAX_EXCEPTIONS; ++exceptions)
	{
		if (call([&] { currentDriver().receive(bytes); })) return true;
		bytes = {};
	}
	return false;
}


void Channel::receiveEnd()
{
	call([this] { currentDriver().receiveEnd(); });
}


bool Channel::takeMail()
{
	if (!_mailbox->hasMail()) return false;
	for (auto& mail: _mailbox->take()) call([&] { send(mail); });
	_mailbox->setOutput(currentDriver().bufferedAmount());
	if (_mailbox->overflown()) overflow();
	return true;
}


void Channel::overflow()
{
	_overflown = call([this] { currentDriver().close(CloseCode::POLICY_VIOLATION, "too much output waiting"); });
}


void Channel::send(Mail& mail)
{
	auto& driver = currentDriver();
	if (mail.opcode == Opcode::CLOSE)
	{
		if (!driver.close(mail.code, mail.payload)) driver.close(mail.code);    // a reason that is not UTF-8
	}
	else if (mail.opcode == Opcode::PING)
	{
		driver.ping(mail.payload);
	}
	else if (!driver.send(mail.opcode, std::move(mail.payload), mail.options) && driver.state() == State::OPEN)
	{
		logError(_peer, "dropped what a handle has sent: text that is not UTF-8, or a kind of message that the dialect lacks");
	}
}


void Channel::closeAfterException()
{
	try
	{
		if (currentDriver().state() == State::CONNECTING) refuseAfterException();
		else if (currentDriver().close(CloseCode::INTERNAL_ERROR)) _closedAfterException = true;
	}
	catch (...)
	{
		logException(_peer, "a listener");
	}
}


void Channel::drained()
{
	if (_connectionListener) call([this] { _connectionListener->onDrain(); });
}


void Channel::end(CloseInfo& info, Cause closedFor, CloseInfo::Side closedBy)
	// What the driver has ended before counts more than how the transport ended then.
{
	try
	{
		if (_closed)
		{
			const bool isClosed = _closed->cause == Cause::CLOSED;
			info.cause = isClosed ? closedFor : _closed->cause;
			info.side = isClosed ? closedBy : CloseInfo::Side::PEER;
		}
		if (_overflown) info.cause = Cause::OVERFLOW_LIMIT, info.side = CloseInfo::Side::SELF;
		receiveEnd();
		ended(info);
	}
	catch (...)
	{
		logException(_peer, "the connection");
	}
}


void Channel::ended(CloseInfo& info)
{
	if (_closed)
	{
		info.code = _closed->code;
		info.reason = _closed->reason;
		if (info.text.empty()) info.text = _closed->text;
	}
	if (!_connectionListener) return;
	try
	{
		_connectionListener->onEnd(info);
	}
	catch (...)
	{
		logException(_peer, "a listener");
	}
}


//
// What the driver tells
//


void Channel::onConnect(const Request& request)
{
	if (_listener) _listener->onConnect(request);
}


void Channel::onOpen()
{
	_opened = true;
	if (_listener) _listener->onOpen();
}


void Channel::onMessage(Message& message)
{
	_hasMessage = true;
	if (_listener) _listener->onMessage(message);
}


void Channel::onPing(std::string_view payload)
{
	_hasPing = true;
	if (_listener) _listener->onPing(payload);
}


void Channel::onPong(std::string_view payload)
{
	if (_listener) _listener->onPong(payload);
}


void Channel::onError(const Failure& failure)
{
	_closed = std::make_unique<CloseInfo>();
	_closed->cause = Cause::VIOLATION;
	_closed->text = failure.message;
	if (_listener) _listener->onError(failure);
}


void Channel::onClose(CloseCode code, std::string_view reason)
{
	if (!_closed)
	{
		_closed = std::make_unique<CloseInfo>();
		_closed->cause = code == CloseCode::ABNORMAL ? Cause::TRANSPORT : Cause::CLOSED;
	}
	if (!_opened && _closed->cause == Cause::VIOLATION) _closed->cause = Cause::REFUSED;
	_closed->code = code;
	_closed->reason = reason;
	if (_listener) _listener->onClose(code, reason);
}


} } // namespace WS::Net
