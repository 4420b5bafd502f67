//
// Mailbox.cpp
//
// What other threads want of a connection.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Mailbox.h"
#include "Signal.h"
#include <algorithm>
#include <utility>


namespace WS {
namespace Net {


namespace {


constexpr std::size_t FRAME_HEADER = 14;
	/// At most: once it is output, a payload counts with it.


} // namespace


Mailbox::Mailbox(std::shared_ptr<Signal> signal, std::size_t maxQueued, std::thread::id owner, FullQueue whenFull):
	_signal(std::move(signal)),
	_owner(owner),
	_maxQueued(maxQueued),
	_whenFull(whenFull)
{
}


void Mailbox::limit(std::size_t maxQueued, FullQueue whenFull)
{
	const std::lock_guard lock(_mutex);
	_maxQueued = maxQueued;
	_whenFull = whenFull;
}


void Mailbox::announce()
{
	_announced.store(true, std::memory_order_relaxed);
}


bool Mailbox::isAnnounced() const
{
	return _announced.load(std::memory_order_relaxed);
}


void Mailbox::share()
{
	_shared.store(true, std::memory_order_relaxed);
}


bool Mailbox::post(Opcode opcode, std::string&& payload, const SendOptions& options)
{
	const std::lock_guard lock(_mutex);
	const auto taken = FRAME_HEADER + _queued + _mail.size() * sizeof(Mail) + _output.load(std::memory_order_relaxed);
	if (_closing) return false;
	if (taken > _maxQueued || payload.size() > _maxQueued - taken)
	{
		overflow();
		return false;
	}
	add({opcode, CloseCode::NO_STATUS, std::move(payload), options});
	return true;
}


void Mailbox::overflow()
{
	if (_whenFull == FullQueue::DROP_NEWEST || _overflown) return;
	_overflown = true;
	_hasMail.store(true, std::memory_order_release);
	if (_signal) _signal->signal();
}


bool Mailbox::overflown() const
{
	const std::lock_guard lock(_mutex);
	return _overflown;
}


bool Mailbox::close(CloseCode code, std::string&& reason)
{
	const std::lock_guard lock(_mutex);
	if (_closing) return false;

	add({Opcode::CLOSE, code, std::move(reason), {}});
	_closing = true;
	return true;
}


void Mailbox::add(Mail&& mail)
{
	const auto size = mail.payload.size();
	_mail.push_back(std::move(mail));
	_queued += size;
	_hasMail.store(true, std::memory_order_release);
	if (_mail.size() == 1 && std::this_thread::get_id() != _owner) _signal->signal();
}


void Mailbox::cut(Deadline deadline)
{
	const std::lock_guard lock(_mutex);
	_cutAt = std::min(_cutAt, deadline);
	if (_signal) _signal->signal();
}


bool Mailbox::alive() const
{
	const std::lock_guard lock(_mutex);
	return !_closing;
}


std::size_t Mailbox::bufferedAmount() const
{
	const std::lock_guard lock(_mutex);
	return _queued + _output.load(std::memory_order_relaxed);
}


bool Mailbox::isShared() const
{
	return _shared.load(std::memory_order_relaxed);
}


bool Mailbox::hasMail() const
{
	return _hasMail.load(std::memory_order_acquire);
}


std::vector<Mail> Mailbox::take()
{
	const std::lock_guard lock(_mutex);
	setOutput(_output.load(std::memory_order_relaxed) + _queued);
	_queued = 0;
	_hasMail.store(false, std::memory_order_relaxed);
	return std::exchange(_mail, {});
}


Deadline Mailbox::cutAt() const
{
	const std::lock_guard lock(_mutex);
	return _cutAt;
}


void Mailbox::setOutput(std::size_t size)
{
	if (_output.load(std::memory_order_relaxed) != size) _output.store(size, std::memory_order_relaxed);
}


void Mailbox::shut()
{
	const std::lock_guard lock(_mutex);
	clear();
}


void Mailbox::leave()
{
	const std::lock_guard lock(_mutex);
	clear();
	_signal.reset();
}


void Mailbox::clear()
{
	_closing = true;
	_mail.clear();
	_queued = 0;
	_hasMail.store(false, std::memory_order_relaxed);
	_output.store(0, std::memory_order_relaxed);
}


} } // namespace WS::Net
