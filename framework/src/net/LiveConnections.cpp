//
// LiveConnections.cpp
//
// The connections that one factory serves.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "LiveConnections.h"
#include "Mailbox.h"


namespace WS {
namespace Net {


bool LiveConnections::add(const std::shared_ptr<Mailbox>& mailbox)
{
	const std::lock_guard lock(_mutex);
	if (_closing) return false;
	_mailboxes.insert(mailbox);
	return true;
}


void LiveConnections::remove(const std::shared_ptr<Mailbox>& mailbox)
{
	const std::lock_guard lock(_mutex);
	_mailboxes.erase(mailbox);
	if (_mailboxes.empty()) _changed.notify_all();
}


void LiveConnections::closeAll(CloseCode code, const std::string& reason, Deadline cutAt)
{
	const std::lock_guard lock(_mutex);
	_closing = true;
	for (const auto& mailbox: _mailboxes)
	{
		mailbox->close(code, std::string(reason));
		mailbox->cut(cutAt);
	}
}


bool LiveConnections::isClosing() const
{
	const std::lock_guard lock(_mutex);
	return _closing;
}


bool LiveConnections::waitUntilEmpty(Deadline deadline)
{
	std::unique_lock lock(_mutex);
	return _changed.wait_until(lock, deadline, [this] { return _mailboxes.empty(); });
}


std::vector<Handle> LiveConnections::handles() const
{
	std::vector<Handle> handles;
	const std::lock_guard lock(_mutex);
	for (const auto& mailbox: _mailboxes)
	{
		if (mailbox->isAnnounced() && mailbox->alive()) handles.push_back(Handle(mailbox));
	}
	return handles;
}


std::size_t LiveConnections::size() const
{
	const std::lock_guard lock(_mutex);
	return _mailboxes.size();
}


} } // namespace WS::Net
